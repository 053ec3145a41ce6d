import type { Webhook } from "../network.ts";
import { readEvents } from "./events.ts";
import { frontDoor } from "./front-door.ts";

export const webhook: Webhook = { ...frontDoor, events: readEvents };
