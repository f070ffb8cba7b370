/** Tests of the documentation: what its pages say is so. */
package io.arco.docs;
