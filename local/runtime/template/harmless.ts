/**
 * Resource types that a template may hold and that need nothing on one machine: who may do what, who is told, what is
 * watched. Every other type that does not run here stops the start.
 */
const HARMLESS = [
  /^AWS::IAM::/,
  /^AWS::Logs::/,
  /^AWS::KMS::/,
  /^AWS::SNS::/,
  /^AWS::CloudWatch::/,
  /^AWS::CDK::Metadata$/,
  /^AWS::Lambda::(Permission|Version|Alias|EventInvokeConfig)$/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::SQS::QueuePolicy$/,
  /^AWS::Events::EventBusPolicy$/,
  /^AWS::ResourceGroups::/,
  /^AWS::Budgets::/,
];

export function isHarmless(type: string): boolean {
  return HARMLESS.some((pattern) => pattern.test(type));
}
