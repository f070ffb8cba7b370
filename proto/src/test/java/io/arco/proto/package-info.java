/** Tests of the contracts themselves. */
package io.arco.proto;
