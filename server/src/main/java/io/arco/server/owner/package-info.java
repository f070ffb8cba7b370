/** The owner of workspaces: opens their ledgers and does what messages ask. */
package io.arco.server.owner;
