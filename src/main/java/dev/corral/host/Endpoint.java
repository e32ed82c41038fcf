package dev.corral.host;

import dev.corral.shared.NodeName;

/**
 * How a node is reached over SSH.
 *
 * @param hostKey the one key that the node may show, as {@code ssh-ed25519 AAAA…}; null accepts
 *     none
 */
public record Endpoint(NodeName node, String address, int port, String user, String hostKey) {}
