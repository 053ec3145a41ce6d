/**
 * JSON that a queue takes, whatever people wrote: SQS refuses messages with U+FFFE and U+FFFF, which JSON may carry
 * unescaped. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function queueText(message: object): string {
  return JSON.stringify(message).replace(/[\uFFFE\uFFFF]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`);
}
