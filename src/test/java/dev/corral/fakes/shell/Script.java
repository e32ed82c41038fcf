package dev.corral.fakes.shell;

import java.util.List;

/** A script for {@code sh}, read: what its parts are, by the POSIX grammar. */
sealed interface Script {
  /** A program or function with its words; assignments alone set variables. */
  record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects)
      implements Script {}

  record Assignment(String name, Word value) {}

  /** {@code a | b}; {@code ! a} is one of one part. */
  record Pipeline(boolean negated, List<Script> parts) implements Script {}

  /** {@code a && b || c}. */
  record Chain(Script first, List<Link> links) implements Script {}

  record Link(boolean and, Script then) {}

  record Sequence(List<Item> items) implements Script {}

  record Item(Script script, boolean background) {}

  /** {@code { a; }} or {@code ( a )}, or any compound command with its redirections. */
  record Group(Script body, boolean subshell, List<Redirect> redirects) implements Script {}

  record If(List<Branch> branches, Script otherwise) implements Script {}

  record Branch(Script condition, Script then) {}

  record Loop(Script condition, boolean until, Script body) implements Script {}

  /** {@code for name in words}; no words: the arguments. */
  record For(String name, List<Word> words, Script body) implements Script {}

  record Case(Word subject, List<Arm> arms) implements Script {}

  record Arm(List<Word> patterns, Script then) {}

  record Function(String name, Script body) implements Script {}

  /** {@code 2>&1}: the operator is one of {@code < > >> <& >&}. */
  record Redirect(int stream, String operator, Word target) {}

  /** One word, before it is expanded. */
  record Word(List<Part> parts) {}

  /** A part of a word. */
  sealed interface Part {}

  record Literal(String text, boolean quoted) implements Part {}

  /** {@code $name} or {@code ${name:-word}}; no operator is the plain one. */
  record Parameter(String name, String operator, Word word, boolean quoted) implements Part {}

  record Substitution(Script script, boolean quoted) implements Part {}

  record Arithmetic(Word expression) implements Part {}
}
