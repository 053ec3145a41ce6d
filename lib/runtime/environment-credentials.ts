/** What the AWS SDK calls a credential provider: it asks once a cold start. */
type CredentialProvider = () => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}>;

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the functions' bundles: Lambda puts the role's credentials in the
 * environment, and they outlive the execution environment. The command line is not bundled and keeps the whole chain.
 */
export function defaultProvider(): CredentialProvider {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (!accessKeyId || !secretAccessKey) {
      throw new Error("no AWS credentials in the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
    }
    return { accessKeyId, secretAccessKey, sessionToken };
  };
}
