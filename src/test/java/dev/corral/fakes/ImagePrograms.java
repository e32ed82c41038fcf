package dev.corral.fakes;

import dev.corral.fakes.Content.Image;
import dev.corral.fakes.shell.Call;
import dev.corral.fakes.shell.Host.Program;
import dev.corral.fakes.shell.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The program {@code qemu-img}. */
final class ImagePrograms {
  private static final int PARTS = 4;
  private final FakeNode node;
  private final FakeFiles files;

  ImagePrograms(FakeNode node) {
    this.node = node;
    this.files = node.files();
  }

  void into(Map<String, Program> all) {
    all.put("qemu-img", this::run);
  }

  private int run(Call call) {
    String what = call.words().get(0);
    Call rest = call.with("qemu-img", call.words().subList(1, call.words().size()));
    try {
      return switch (what) {
        case "info" -> info(rest);
        case "create" -> create(rest);
        case "convert" -> convert(rest);
        case "rebase" -> rebase(rest);
        case "compare" -> compare(rest);
        case "measure" -> measure(rest);
        case "check" -> 0;
        default -> throw new IllegalArgumentException("qemu-img " + what);
      };
    } catch (Chain.Broken broken) {
      return call.complain(1, broken.getMessage());
    }
  }

  /** The words that are neither options nor their values. */
  private static List<String> names(Call call) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < call.words().size(); i++) {
      String word = call.words().get(i);
      if (word.matches("-[fFObo]")) i++;
      else if (!word.startsWith("-")) names.add(word);
    }
    return names;
  }

  private Image image(Call call, String name) {
    return Chain.image(files, call.path(name));
  }

  private int info(Call call) {
    String path = call.path(names(call).get(0));
    Optional<FakeFile> file = files.find(path);
    if (file.isEmpty())
      return call.complain(1, "Could not open '" + path + "': No such file or directory");
    Image image = files.image(path).orElse(null);
    String full =
        image == null || image.backing().isEmpty()
            ? ""
            : ", \"backing-filename\": \"%s\", \"full-backing-filename\": \"%s\", \"backing-filename-format\": \"qcow2\""
                .formatted(image.backing(), Paths.absolute(Paths.parent(path), image.backing()));
    call.say(
        "{\"filename\": \"%s\", \"format\": \"%s\", \"virtual-size\": %d, \"actual-size\": %d%s}"
            .formatted(
                path,
                image == null ? "raw" : image.format(),
                image == null ? file.get().size() : image.virtualSize(),
                file.get().size(),
                full));
    return 0;
  }

  private int create(Call call) {
    List<String> names = names(call);
    String backing = call.after("-b") == null ? "" : call.after("-b");
    if (!backing.isEmpty()) image(call, backing);
    long size = names.size() > 1 ? size(names.get(1)) : image(call, backing).virtualSize();
    files.put(call.path(names.get(0)), Image.overlay(size, backing));
    return 0;
  }

  static long size(String text) {
    int shift = "KMGT".indexOf(text.charAt(text.length() - 1));
    return shift < 0
        ? Long.parseLong(text)
        : Long.parseLong(text.substring(0, text.length() - 1)) << 10 * (shift + 1);
  }

  private int convert(Call call) {
    List<String> names = names(call);
    String from = call.path(names.get(0));
    Image top = image(call, from);
    long bulk = Chain.bulk(files, from);
    Image flat = new Image("qcow2", top.virtualSize(), "", Chain.visible(files, from), bulk);
    FakeFile part = files.put(call.path(names.get(1)), flat);
    work(call, flat.size(), part);
    return 0;
  }

  private void work(Call call, long bytes, FakeFile growing) {
    for (int i = 0; i < PARTS; i++) {
      if (growing != null) growing.present = growing.content.size() * i / PARTS;
      if (call.has("-p")) call.out().write("    (%d.00/100%%)\r".formatted(100 * i / PARTS));
      call.shell().pause(node.herd().time(bytes / PARTS));
    }
    if (growing != null) growing.put(growing.content, node.clock().instant());
    if (call.has("-p")) call.out().write("    (100.00/100%)\r\n");
  }

  /** What a guest sees stays as it is. */
  private int rebase(Call call) {
    String path = call.path(names(call).get(0));
    Image image = image(call, path);
    SortedMap<Long, Long> seen = Chain.visible(files, path);
    String backing = call.after("-b");
    if (call.has("-u")) {
      files.put(path, image.on(backing, image.blocks()));
      return 0;
    }
    SortedMap<Long, Long> below =
        backing.isEmpty() ? new TreeMap<>() : Chain.visible(files, call.path(backing));
    TreeMap<Long, Long> own = new TreeMap<>(image.blocks());
    for (Long block : below.keySet()) own.putIfAbsent(block, seen.getOrDefault(block, 0L));
    seen.forEach(
        (block, value) -> {
          if (!value.equals(below.getOrDefault(block, 0L))) own.put(block, value);
        });
    work(call, image.size(), null);
    files.put(path, image.on(backing, own));
    return 0;
  }

  private int compare(Call call) {
    List<String> names = names(call);
    SortedMap<Long, Long> a = Chain.visible(files, call.path(names.get(0)));
    SortedMap<Long, Long> b = Chain.visible(files, call.path(names.get(1)));
    work(call, image(call, names.get(0)).size(), null);
    if (same(a, b) && same(b, a)) return 0;
    call.say("Content mismatch at offset 0!");
    return 1;
  }

  private static boolean same(SortedMap<Long, Long> a, SortedMap<Long, Long> b) {
    return a.entrySet().stream().allMatch(e -> e.getValue().equals(b.getOrDefault(e.getKey(), 0L)));
  }

  private int measure(Call call) {
    String path = call.path(names(call).get(names(call).size() - 1));
    Image image = image(call, path);
    Image flat =
        new Image(
            "qcow2", image.virtualSize(), "", Chain.visible(files, path), Chain.bulk(files, path));
    call.say(
        "{\"required\": %d, \"fully-allocated\": %d}".formatted(flat.size(), flat.virtualSize()));
    return 0;
  }
}
