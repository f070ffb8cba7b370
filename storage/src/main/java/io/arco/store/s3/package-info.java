/**
 * A store in a bucket that speaks S3, over the asynchronous client of the AWS SDK. The only package
 * of the core that knows the SDK.
 */
package io.arco.store.s3;
