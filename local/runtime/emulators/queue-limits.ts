import * as z from "zod";

const Delay = z.object({ DelaySeconds: z.number().default(0) });
const Sending = Delay.extend({ Entries: z.array(Delay).default([]) });

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const LONGEST_DELAY_SECONDS = 900;

/** Whether SQS would refuse the delay of a message, which its emulator takes. */
export function isDelayedTooLong(operation: string, input: unknown): boolean {
  if (!/\.SendMessage(Batch)?$/.test(operation)) return false;
  const { data } = Sending.safeParse(input);
  if (!data) return false;
  return [data, ...data.Entries].some(({ DelaySeconds }) => DelaySeconds > LONGEST_DELAY_SECONDS);
}
