import type { FrontDoor } from "../network.ts";
import { handshake } from "./handshake.ts";
import { isAuthentic, SIGNATURE_HEADER } from "./signature.ts";

export const frontDoor: FrontDoor = { signatureHeader: SIGNATURE_HEADER, handshake, isAuthentic };
