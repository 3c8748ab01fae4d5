export const BUCKET = 'access-layer-archive';
export const S3_REGION = 'us-east-1';
