import { ACCOUNT } from "../template/identities.ts";
import { escapeXml } from "./query-protocol.ts";

/** STS GetCallerIdentity: who one is here. */
export function callerIdentity(): string {
  const arn = `arn:aws:iam::${ACCOUNT}:user/laptop`;
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>laptop</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
}

/** CloudFormation DescribeStacks: the names that a deployment gave, for those who look them up as on AWS. */
export function describeStacks(stacks: readonly string[], outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs)
    .map(
      ([key, value]) =>
        `<member><OutputKey>${escapeXml(key)}</OutputKey><OutputValue>${escapeXml(value)}</OutputValue></member>`,
    )
    .join("");
  const described = stacks
    .map(
      (name) =>
        `<member><StackName>${name}</StackName><StackId>arn:aws:cloudformation:local:${ACCOUNT}:stack/${name}/local</StackId><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members}</Outputs></member>`,
    )
    .join("");
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>${described}</Stacks></DescribeStacksResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></DescribeStacksResponse>`;
}
