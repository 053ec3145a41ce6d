import { frontDoor as meta } from "./meta/front-door.ts";
import type { FrontDoor } from "./network.ts";
import { frontDoor as x } from "./x/front-door.ts";

/**
 * Every network whose calls we take. Apart from `registry.ts`, because networks deliver again to whoever answers late:
 * the function that answers them starts without the adapters, which it has no use for.
 */
export const frontDoors: ReadonlyMap<string, FrontDoor> = new Map([
  ["facebook", meta],
  ["instagram", meta],
  ["x", x],
]);
