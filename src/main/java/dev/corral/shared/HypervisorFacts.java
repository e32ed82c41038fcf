package dev.corral.shared;

import java.util.List;
import java.util.UUID;

/**
 * What libvirt tells of its host.
 *
 * @param libvirt version as {@code 9.0.0}
 * @param domainTypes which kinds of virtualisation it offers: {@code qemu, kvm}
 * @param machines the machine types of x86_64, aliases included
 */
public record HypervisorFacts(
    UUID hostId,
    String hostname,
    int cpus,
    String libvirt,
    String emulator,
    List<String> domainTypes,
    List<String> machines) {}
