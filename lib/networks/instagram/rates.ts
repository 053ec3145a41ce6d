/** Graph's headers and codes say which limit they mean: what an Instagram account draws on is told apart there. */
export { rates } from "../meta/rates.ts";
