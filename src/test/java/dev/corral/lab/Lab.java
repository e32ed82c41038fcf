package dev.corral.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** Real libvirt hosts on this machine: ops/lab, with a state folder and addresses of its own. */
final class Lab implements AutoCloseable {
  /** Tests run in several processes side by side; which of them this is, from 1. */
  static final int FORK = Integer.getInteger("fork", 1);

  /** A lab takes several nets, one after another (10.76.10, 10.76.11 ...). */
  private static final String NET =
      System.getenv().getOrDefault("LAB_NET", "10.76.0").replaceFirst("\\d+$", FORK + "0");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "LAB",
          Path.of("target/lab-" + FORK).toAbsolutePath().toString(),
          "LAB_PREFIX",
          System.getenv().getOrDefault("LAB_PREFIX", "t") + FORK,
          "LAB_NET",
          NET);

  static {
    // Asking a node starts some ten processes: ten times a second would keep a core busy.
    Awaitility.setDefaultPollInterval(Duration.ofMillis(300));
    Awaitility.setDefaultPollDelay(Duration.ZERO);
  }

  private Lab() {}

  /** Starts that many nodes, all new. Where no lab can run, the test is skipped, and says why. */
  static Lab up(int nodes) {
    Lab lab = new Lab();
    Said able = lab.say(Map.of(), "able");
    Assumptions.assumeTrue(able.exit() == 0, "no lab can run here: " + able.words());
    lab.run("wipe");
    lab.run("up", Integer.toString(nodes));
    return lab;
  }

  record Said(int exit, String words) {}

  /** Runs a command of the lab; answers what it printed. */
  String run(String... command) {
    return run(Map.of(), command);
  }

  String run(Map<String, String> environment, String... command) {
    Said said = say(environment, command);
    if (said.exit() != 0)
      throw new AssertionError("lab " + String.join(" ", command) + ": " + said.words());
    return said.words();
  }

  /**
   * Runs a command inside a node; answers its words, whatever its exit status. As {@code lab sh}
   * does it, for a fifth of the time: tests ask several times a second.
   */
  String sh(String node, String script) {
    Path folder = Path.of(SETTINGS.get("LAB"), "nodes", node);
    try {
      String init = Files.readString(folder.resolve("pid")).strip();
      String runs = Files.readString(Path.of("/proc", init, "cmdline"));
      if (!runs.contains("/node-init\0" + node + "\0")) return node + " is off";
      List<String> words = new ArrayList<>(List.of("nsenter", "-t", init));
      words.addAll(List.of("-m", "-u", "-i", "-n", "-p", "--", "env"));
      Path clock = folder.resolve("clock");
      if (Files.exists(clock)) words.addAll(Files.readAllLines(clock));
      words.addAll(List.of("sh", "-c", script));
      return say(Map.of(), words).words();
    } catch (IOException off) {
      return node + " is off";
    }
  }

  private Said say(Map<String, String> environment, String... command) {
    List<String> words = new ArrayList<>(List.of("ops/lab/lab"));
    words.addAll(List.of(command));
    return say(environment, words);
  }

  private Said say(Map<String, String> environment, List<String> words) {
    try {
      ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().putAll(SETTINGS);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String out =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(60, TimeUnit.SECONDS))
        throw new AssertionError("the lab did not answer");
      return new Said(process.exitValue(), out);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A node in the second subnet, where no broadcast of this machine gets; it is on. */
  void onInSecondSubnet(String node) {
    run(Map.of("SUBNET", "2"), "on", node);
    run("wait", node);
  }

  String address(String node) {
    return run("status")
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words[0].equals(node))
        .map(words -> words[2])
        .findFirst()
        .orElseThrow();
  }

  /** An address of the lab's network, whether somebody is there or not. */
  static String at(int last) {
    return NET + "." + last;
  }

  String password() {
    return run("password");
  }

  /**
   * The golden machine, from which a base is prepared; so many MiB of random data make copying take
   * time.
   */
  void seed(String node, String name, int randomMib) {
    run(Map.of("RANDOM_MB", Integer.toString(randomMib)), "seed", node, name);
  }

  /**
   * Bytes that the node has sent over its network card since it was made; all of it, headers too.
   */
  long sent(String node) {
    return counted(node, "rx_bytes");
  }

  /** Bytes that the node has received over its network card since it was made. */
  long received(String node) {
    return counted(node, "tx_bytes");
  }

  private static long counted(String node, String counter) {
    Path card = Path.of("/sys/class/net", SETTINGS.get("LAB_PREFIX") + "-" + node);
    try {
      return Long.parseLong(Files.readString(card.resolve("statistics").resolve(counter)).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A file below /var/lib/libvirt of a node, also of one that is off. */
  java.io.File atHome(String node, String path) {
    return Path.of(SETTINGS.get("LAB"), "nodes", node, "var-lib-libvirt", path).toFile();
  }

  /** The names of the guests that run there, by libvirt on the node itself. */
  List<String> running(String node) {
    return sh(node, "virsh list --name")
        .lines()
        .map(String::strip)
        .filter(l -> !l.isEmpty())
        .sorted()
        .toList();
  }

  /** The names of all guests that are known there. */
  List<String> defined(String node) {
    return sh(node, "virsh list --all --name")
        .lines()
        .map(String::strip)
        .filter(l -> !l.isEmpty())
        .sorted()
        .toList();
  }

  /**
   * The files in the images' folder that are in use, the hidden folder included; not those that are
   * set aside, nor the marks that say whose a file is.
   */
  List<String> images(String node) {
    return sh(
            node,
            "cd /var/lib/libvirt/images && find . -type f ! -path './.corral/aside/*' ! -path"
                + " './.corral/own/*' | sort")
        .lines()
        .toList();
  }

  @Override
  public void close() {
    run("wipe");
  }
}
