# shellcheck shell=bash
# Main and test classes, compiled if they are old, and what they are run with. Sourced by ../dev and ../check; wants ROOT.
COMPILED=$ROOT/target/compiled                           # newer than all that it was made from

test_classpath() { printf '%s' "$ROOT/target/test-classes:$ROOT/target/classes:$(cat "$COMPILED")"; }
# By name: what Maven writes by itself into ui/ is no reason to compile.
compiled_is_old() {
  [ ! -s "$COMPILED" ] || [ ! -d "$ROOT/target/test-classes" ] ||
    [ -n "$(cd "$ROOT" && find pom.xml processes src/main src/test/java src/test/resources ui/java ui/frontend/themes -newer "$COMPILED" -print -quit)" ]
}
compile_what_is_old() {
  local fresh
  compiled_is_old || return 0
  echo "${0##*/}: compiling; the first time Maven fetches the libraries, which takes minutes"
  fresh=$(mktemp "$ROOT/target/compiled.XXXXXX") || return 1
  touch "$fresh.begun"
  mvn -B -ntp -q -f "$ROOT/pom.xml" test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$fresh" ||
    { rm -f "$fresh" "$fresh.begun"; return 1; }
  touch -r "$fresh.begun" "$fresh"                       # what was changed meanwhile is still newer
  mv "$fresh" "$COMPILED" && rm -f "$fresh.begun"
}
