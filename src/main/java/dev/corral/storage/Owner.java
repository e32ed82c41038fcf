package dev.corral.storage;

import dev.corral.host.Endpoint;
import dev.corral.shared.CloneName;
import java.util.UUID;

/**
 * Whose a file in a pool is, as it is written down beside it on the host.
 *
 * @param guest libvirt's id, which nobody else has
 * @param cloneName for people
 * @param node where the file is; the same mark seen on another node tells that two share a folder
 * @param operation that has it made, or takes it away; null if none
 */
public record Owner(UUID guest, CloneName cloneName, Endpoint node, String operation) {
  String operationWord() {
    return operation == null ? "-" : operation;
  }
}
