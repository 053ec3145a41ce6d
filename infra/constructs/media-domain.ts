import { Validations } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";

export interface MediaDomainProps {
  readonly bucket: Bucket;
  /** Such as `media.example.com`; its CNAME is `target`. */
  readonly domainName: string;
  /** Of that name, in us-east-1. */
  readonly certificateArn: string;
}

/**
 * A domain of ours in front of the media bucket, for networks that fetch only from a domain that can be verified. It opens
 * nothing: every request carries the signature that S3 itself checks, and S3 refuses all others.
 */
export class MediaDomain extends Construct {
  /** Where the domain's CNAME leads. */
  readonly target: string;

  constructor(scope: Construct, id: string, { bucket, domainName, certificateArn }: MediaDomainProps) {
    super(scope, id);
    // Not as an S3 origin: CloudFront would sign requests that are signed already.
    const origin = new HttpOrigin(bucket.bucketRegionalDomainName, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    });
    const distribution = new Distribution(this, "Distribution", {
      comment: "Media for networks that fetch them, by presigned addresses",
      domainNames: [domainName],
      certificate: Certificate.fromCertificateArn(this, "Certificate", certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      defaultBehavior: {
        origin,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        // The signature is in the query, and for the bucket's own host.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        cachePolicy: CachePolicy.CACHING_DISABLED,
      },
    });
    for (const [rule, reason] of Object.entries(REASONS)) {
      Validations.of(distribution).acknowledge({ id: rule, reason });
    }
    this.target = distribution.distributionDomainName;
  }
}

const REASONS = {
  "AwsSolutions-CFR1": "Networks fetch from wherever they are.",
  "AwsSolutions-CFR2": "S3 refuses whatever carries no valid signature; there is nothing else behind it.",
  "AwsSolutions-CFR3": "CloudTrail data events of the bucket tell who fetched what.",
  "AwsSolutions-CFR7": "Requests are signed already, by the function that gives a network the address.",
} as const;
