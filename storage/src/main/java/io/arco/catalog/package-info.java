/** The catalog domain: catalogs, schemas, tables, columns, and the rules about them. */
package io.arco.catalog;
