package dev.corral.fakes;

import dev.corral.fakes.shell.Call;
import dev.corral.fakes.shell.Host.Program;
import dev.corral.fakes.shell.Paths;
import dev.corral.host.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs that send files to another node: rsync, and Corral's own sender and receiver, which the
 * fake shell does not run, since they live on pipes between processes.
 */
final class TransferPrograms {
  private static final Duration SLICE = Duration.ofSeconds(1);
  private static final int PATIENCE = 120;
  private final FakeNode node;

  TransferPrograms(FakeNode node) {
    this.node = node;
  }

  void into(Map<String, Program> all) {
    all.put("rsync", this::rsync);
    all.put("ssh-keygen", this::keygen);
  }

  /** A program that does what that script does, if it is one that is not run. */
  static Program known(FakeNode node, String script) {
    TransferPrograms programs = new TransferPrograms(node);
    if (script.endsWith(Scripts.SEND)) return programs::send;
    if (script.endsWith(Scripts.SUM)) return programs::sum;
    if (script.endsWith(Scripts.PACKS)) return call -> 1;
    return null;
  }

  private int keygen(Call call) {
    String path = call.path(call.after("-f"));
    String key = HostKeys.of(path + node.clock().instant() + node.name());
    node.files().put(path, new Content.Text("private " + key));
    node.files().put(path + ".pub", new Content.Text(key + " " + call.after("-C") + "\n"));
    return 0;
  }

  private String publicKey(String privateKey) {
    return node.host().read(privateKey).orElse("").replace("private ", "").strip();
  }

  /** The node behind {@code user@address}, if it takes that key; else words on the error stream. */
  private Optional<Door> door(Call call, String target, String key) {
    String address = target.substring(target.indexOf('@') + 1);
    switch (node.herd().network().knock(node, address)) {
      case SILENT:
        call.complain(255, "connect to host " + address + " port 22: Connection timed out");
        return Optional.empty();
      case REFUSED:
        call.complain(255, "connect to host " + address + " port 22: Connection refused");
        return Optional.empty();
      default:
    }
    FakeNode there = node.herd().at(address).orElseThrow();
    Optional<String> folder = Logins.receiving(there, publicKey(key));
    if (folder.isEmpty()) call.complain(255, target + ": Permission denied (publickey).");
    return folder.map(f -> new Door(there, f));
  }

  /** Where a transfer's key leads: the node, and the folder into which it may bring files. */
  private record Door(FakeNode node, String folder) {}

  /** As send.sh. */
  private int send(Call call) {
    List<String> words = call.words();
    String key = words.get(0) + "/key";
    long rate = Long.parseLong(words.get(4));
    for (int i = 5; i + 2 < words.size(); i += 3) {
      int status = send(call, words.get(2), key, rate, words.subList(i, i + 3));
      if (status != 0) return status;
    }
    return 0;
  }

  private int send(Call call, String target, String key, long rate, List<String> one) {
    Optional<FakeFile> source = appears(call, one.get(0), one.get(1));
    if (source.isEmpty())
      return call.complain(
          1, "neither " + one.get(0) + " nor " + one.get(1) + " has appeared within half a minute");
    long size = Long.parseLong(one.get(2));
    int still = 0;
    for (boolean first = true; ; first = false) {
      Optional<Door> door = door(call, target, key);
      if (door.isEmpty()) return 255;
      FakeFiles files = door.get().node().files();
      String path = door.get().folder() + "/" + Paths.name(one.get(1));
      FakeFile part = files.find(path).orElse(null);
      if (part != null && first && part.size() > size) {
        files.remove(path);
        part = null;
      }
      if (part == null) {
        files.makeFolder(door.get().folder());
        part = files.put(path, new Content.Text(""));
      }
      long there = part.size();
      long step =
          Math.min(
              node.herd().network().bytes(node, door.get().node(), SLICE),
              rate == 0 ? Long.MAX_VALUE : rate);
      long upTo = Math.min(Math.min(there + step, source.get().size()), size);
      if (upTo > there) {
        still = 0;
        if (files.available() < upTo - there)
          return call.complain(1, "dd: error writing '" + path + "': No space left on device");
        part.content = source.get().content();
        part.present = upTo;
        part.modified = door.get().node().clock().instant();
      }
      if (part.size() >= size) return part.content().size() == size ? 0 : 1;
      if (++still > PATIENCE)
        return call.complain(1, one.get(1) + " has not grown for two minutes");
      call.shell().pause(SLICE);
    }
  }

  private Optional<FakeFile> appears(Call call, String whole, String part) {
    for (int i = 0; i < 30; i++) {
      Optional<FakeFile> file = node.files().find(call.path(whole));
      if (file.isEmpty()) file = node.files().find(call.path(part));
      if (file.isPresent()) return file;
      call.shell().pause(SLICE);
    }
    return Optional.empty();
  }

  /** As sum.sh: of files that are still arriving. */
  private int sum(Call call) {
    for (int i = 0; i + 1 < call.words().size(); i += 2) {
      String path = call.path(call.words().get(i));
      long size = Long.parseLong(call.words().get(i + 1));
      if (node.files().find(path).isEmpty()) node.files().put(path, new Content.Text(""));
      FakeFile file = node.files().find(path).orElseThrow();
      long last = -1;
      for (int still = 0; file.size() < size; ) {
        still = file.size() > last ? 0 : still + 1;
        last = file.size();
        if (still > PATIENCE) return call.complain(143, path + " has not grown for two minutes");
        call.shell().pause(SLICE);
      }
      call.say(file.sha256() + "  " + call.words().get(i));
    }
    return 0;
  }

  /** To another node: what is different goes over. */
  private int rsync(Call call) {
    List<String> words = new ArrayList<>(call.words());
    int e = words.indexOf("-e");
    String[] ssh = words.get(e + 1).split(" ");
    String key = ssh[List.of(ssh).indexOf("-i") + 1];
    words.subList(e, e + 2).clear();
    String basis =
        words.stream()
            .filter(w -> w.startsWith("--copy-dest="))
            .map(w -> w.substring(12))
            .findFirst()
            .orElse("");
    List<String> names = words.stream().filter(w -> !w.startsWith("-")).toList();
    String[] target = names.get(names.size() - 1).split(":", 2);
    long literal = 0;
    for (String name : names.subList(0, names.size() - 1)) {
      Optional<FakeFile> source = node.files().find(call.path(name));
      if (source.isEmpty())
        return call.complain(
            23, "link_stat \"" + name + "\" failed: No such file or directory (2)");
      Optional<Door> door = door(call, target[0], key);
      if (door.isEmpty()) return 255;
      String path = Paths.absolute(door.get().folder(), Paths.name(name));
      literal += bring(call, source.get(), door.get(), path, basis);
    }
    call.say("%d 100%% 1.00MB/s 0:00:00".formatted(literal));
    call.say("Literal data: " + literal + " bytes");
    call.say("Total bytes sent: " + literal);
    return 0;
  }

  private long bring(Call call, FakeFile source, Door door, String path, String basis) {
    FakeFiles files = door.node().files();
    String with =
        basis.isEmpty()
            ? path
            : Paths.absolute(door.folder(), basis.substring(basis.lastIndexOf('/') + 1))
                + "/"
                + Paths.name(path);
    long differs = Difference.bytes(source, files.find(with).orElse(null));
    long perSlice = node.herd().network().bytes(node, door.node(), SLICE);
    for (long sent = 0; sent < differs; sent += perSlice) {
      call.out().write("%d %d%% 1.00MB/s 0:00:01\r".formatted(sent, 100 * sent / differs));
      call.shell().pause(SLICE);
    }
    files.put(path, source.content());
    return differs;
  }
}
