/**
 * {@code arco backup} and {@code arco restore}: verified, incremental copies of a workspace, and
 * new lives from them. See docs/design/008-backup.md.
 */
package io.arco.backup;
