/** Graph's headers and codes say which limit they mean: what a Page draws on is told apart there. */
export { rates } from "../meta/rates.ts";
