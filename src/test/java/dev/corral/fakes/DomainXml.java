package dev.corral.fakes;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a definition that libvirt itself needs. */
final class DomainXml {
  private static final Pattern NAME = Pattern.compile("<name>([^<]*)</name>");
  private static final Pattern ID = Pattern.compile("<uuid>([^<]*)</uuid>");
  private final String text;

  DomainXml(String text) {
    this.text =
        ID.matcher(text).find()
            ? text
            : text.replaceFirst("</name>", "</name><uuid>" + UUID.randomUUID() + "</uuid>");
  }

  private String one(Pattern pattern) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) throw new FakeLibvirt.Refusal("XML error: " + pattern + " is missing");
    return found.group(1);
  }

  String name() {
    return one(NAME);
  }

  UUID id() {
    return UUID.fromString(one(ID));
  }

  String text() {
    return text;
  }

  /** A small guest with one disk, as people make them with virt-install. */
  static String of(String name, UUID id, long memory, String disk) {
    return """
        <domain type="qemu">
          <name>%s</name>
          <uuid>%s</uuid>
          <memory unit="KiB">%d</memory>
          <currentMemory unit="KiB">%3$d</currentMemory>
          <vcpu>1</vcpu>
          <os><type arch="x86_64" machine="pc-q35-7.2">hvm</type></os>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <disk type="file" device="disk">
              <driver name="qemu" type="qcow2"/>
              <source file="%s"/>
              <target dev="vda" bus="virtio"/>
            </disk>
            <interface type="network"><source network="default"/><model type="virtio"/></interface>
            <graphics type="vnc" port="-1" autoport="yes"/>
          </devices>
        </domain>"""
        .formatted(name, id, memory >> 10, disk);
  }
}
