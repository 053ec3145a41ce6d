import { INVALID_MESSAGE_BODY_CHAR } from "../../../node_modules/fauxqs/dist/sqs/sqsTypes.js";

/**
 * What SQS takes in a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 * The emulator's own pattern looks at UTF-16 halves and so refuses every emoji.
 */
const REFUSED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Makes the emulator of SQS take what SQS takes. */
export function allowAllOfUnicode(): void {
  INVALID_MESSAGE_BODY_CHAR.test = (text: string) => REFUSED.test(text);
}
