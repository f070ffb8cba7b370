/**
 * An S3 server for tests: s3proxy, which checks signatures and holds objects in memory, behind a
 * front that makes its writes atomic, its answers slow and its connections fail as told.
 */
package io.arco.testing.s3;
