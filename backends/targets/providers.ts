/**
 * What is known of the services that speak the S3 or the Blob protocol, so that
 * `provider: minio` is enough to reach one. What a target sets itself always
 * goes before what stands here.
 */

/** Names that the setting `provider` takes. */
export const PROVIDERS = [
  "local",
  "minio",
  "aws",
  "gcs",
  "azure",
  "aliyun",
  "tencent",
  "huawei",
] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Defaults of one service. */
export interface ProviderFacts {
  readonly scheme: "file" | "s3" | "az";
  readonly text: string;
  /** URL of the service in a region; absent where the account names it. */
  readonly endpoint?: (region: string) => string;
  readonly region?: string;
  /** Variables with the region, first one first. */
  readonly regionFrom: readonly string[];
  /** The bucket goes into the path, not into the host name. */
  readonly pathStyle: boolean;
  /** Variables with the key and its secret, for who has no settings. */
  readonly keysFrom: readonly (readonly [id: string, secret: string])[];
  /** What such a store does in its own way, for people. */
  readonly quirks: readonly string[];
}

const AWS_REGIONS = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/** Defaults by provider; endpoints as the services document them. */
export const PROVIDER_FACTS: Readonly<Record<Provider, ProviderFacts>> = {
  local: {
    scheme: "file",
    text: "a scratch folder below the current one",
    regionFrom: [],
    pathStyle: false,
    keysFrom: [],
    quirks: [],
  },
  minio: {
    scheme: "s3",
    text: "MinIO, or another server on this host",
    endpoint: () => "http://127.0.0.1:9000",
    region: "us-east-1",
    regionFrom: ["MINIO_REGION"],
    pathStyle: true,
    keysFrom: [["MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"]],
    quirks: [
      "A key and the same key with more behind a slash cannot both exist",
    ],
  },
  aws: {
    scheme: "s3",
    text: "Amazon S3",
    endpoint: (region) =>
      `https://s3.${region}.amazonaws.com${
        region.startsWith("cn-") ? ".cn" : ""
      }`,
    region: "us-east-1",
    regionFrom: AWS_REGIONS,
    pathStyle: false,
    keysFrom: [],
    quirks: ["A conditional put that meets another one fails with 409"],
  },
  gcs: {
    scheme: "s3",
    text: "Google Cloud Storage by its S3 interoperability",
    endpoint: () => "https://storage.googleapis.com",
    region: "auto",
    regionFrom: [],
    pathStyle: true,
    keysFrom: [["GCS_ACCESS_KEY_ID", "GCS_SECRET_ACCESS_KEY"]],
    quirks: [
      "Keys are HMAC keys of a service account",
      "It has conditions of its own and ignores those of S3",
      "It refuses checksums that follow the body",
    ],
  },
  azure: {
    scheme: "az",
    text: "Azure Blob Storage",
    regionFrom: [],
    pathStyle: false,
    keysFrom: [],
    quirks: ["The account is set by account, endpoint or connectionString"],
  },
  aliyun: {
    scheme: "s3",
    text: "Alibaba Cloud OSS by its S3 interface",
    endpoint: (region) => `https://s3.oss-${region}.aliyuncs.com`,
    region: "cn-hangzhou",
    regionFrom: ["OSS_REGION"],
    pathStyle: false,
    keysFrom: [["OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET"]],
    quirks: [
      "It refuses the bucket in the path",
      "It refuses checksums that follow the body",
    ],
  },
  tencent: {
    scheme: "s3",
    text: "Tencent Cloud COS",
    endpoint: (region) => `https://cos.${region}.myqcloud.com`,
    region: "ap-guangzhou",
    regionFrom: ["COS_REGION", "TENCENTCLOUD_REGION"],
    pathStyle: false,
    keysFrom: [
      ["COS_SECRET_ID", "COS_SECRET_KEY"],
      ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
    ],
    quirks: [
      "Names of buckets end with the number of the account",
      "It refuses checksums that follow the body",
    ],
  },
  huawei: {
    scheme: "s3",
    text: "Huawei Cloud OBS",
    endpoint: (region) => `https://obs.${region}.myhuaweicloud.com`,
    region: "cn-north-4",
    regionFrom: ["OBS_REGION"],
    pathStyle: false,
    keysFrom: [["OBS_ACCESS_KEY_ID", "OBS_SECRET_ACCESS_KEY"]],
    quirks: ["It refuses checksums that follow the body"],
  },
};
