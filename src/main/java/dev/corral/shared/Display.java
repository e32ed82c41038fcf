package dev.corral.shared;

/**
 * Where the screen of a running guest can be reached.
 *
 * @param type {@code vnc} or {@code spice}
 * @param port null if it is reached by TLS only
 * @param tlsPort null if it has none
 */
public record Display(NodeName node, String type, String address, Integer port, Integer tlsPort) {}
