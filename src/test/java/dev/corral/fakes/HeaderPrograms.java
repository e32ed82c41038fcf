package dev.corral.fakes;

import dev.corral.fakes.shell.Call;
import dev.corral.fakes.shell.Host.Program;
import java.util.Map;
import java.util.Optional;

/** Programs that compare files, and read the numbers at the beginning of a qcow2 image. */
final class HeaderPrograms {
  /** Where a qcow2 header has the name of its backing file here. */
  static final long NAME_AT = 512;

  private final FakeNode node;

  HeaderPrograms(FakeNode node) {
    this.node = node;
  }

  void into(Map<String, Program> all) {
    all.put("cmp", this::cmp);
    all.put("od", this::od);
  }

  private int cmp(Call call) {
    Optional<String> first = text(call, call.operands().get(0));
    Optional<String> second = text(call, call.operands().get(1));
    if (first.isEmpty() || second.isEmpty()) return call.complain(2, "No such file or directory");
    return first.equals(second) ? 0 : 1;
  }

  private Optional<String> text(Call call, String name) {
    return name.equals("-") ? Optional.of(call.in().readAll()) : node.host().read(call.path(name));
  }

  /** The magic at 0, where the backing file's name is at 8, its length at 16. */
  private int od(Call call) {
    String name = call.words().get(call.words().size() - 1);
    Optional<Content.Image> image =
        node.files()
            .find(call.path(name))
            .map(FakeFile::content)
            .filter(Content.Image.class::isInstance)
            .map(Content.Image.class::cast)
            .filter(i -> i.format().equals("qcow2"));
    String backing = image.map(Content.Image::backing).orElse("");
    if (call.has("-j8")) call.say(" " + (backing.isEmpty() ? 0 : NAME_AT));
    else if (call.has("-j16")) call.say(" " + backing.length());
    else call.say(image.isPresent() ? " 51 46 49 fb" : " 00 00 00 00");
    return 0;
  }
}
