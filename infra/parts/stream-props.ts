import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { StageConfig } from "../config.ts";
import type { Monitoring } from "./monitoring.ts";
import type { Storage } from "./storage.ts";

/** What each of the three streams is built on. */
export interface StreamProps {
  readonly config: StageConfig;
  readonly storage: Storage;
  readonly monitoring: Monitoring;
  readonly bus: IEventBus;
  /** Where the secrets are in SSM: `<prefix>/channels/…`, `<prefix>/networks/…`. */
  readonly parameterPrefix: string;
}
