/** Time as a service, so that tests and simulations can move it. */
export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
}
