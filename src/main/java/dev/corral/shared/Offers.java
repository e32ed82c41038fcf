package dev.corral.shared;

import java.util.List;

/**
 * What a node offers to guests beside memory and disk, as it was seen last.
 *
 * @param networks the names of libvirt's networks that are active
 * @param links the network devices that a guest can be bridged to, as {@code br0}
 * @param devices what can be handed to a guest, as {@code pci 0000:01:00.0} or {@code usb
 *     1d6b:0002}
 */
public record Offers(List<String> networks, List<String> links, List<String> devices) {}
