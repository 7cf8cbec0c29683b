#!/bin/sh
# The beginning of master.jar, which is also an executable file: finds a JVM and runs the jar behind these lines.
# For dash, bash and the shell of busybox.

if [ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    java=$JAVA_HOME/bin/java
elif ! java=$(command -v java); then
    echo "baton: no java (expected: JDK 17 or newer in \$JAVA_HOME or \$PATH)" >&2
    exit 1
fi

# The file `release` of a JDK tells its version without a JVM: JAVA_VERSION="17.0.15".
bin=$(readlink -f "$java" 2>/dev/null)
release=${bin%/bin/java}/release
version=
if [ -r "$release" ]; then
    while IFS= read -r line; do
        case $line in
        JAVA_VERSION=*)
            version=${line#*=}
            version=${version#\"}
            version=${version%%[!0-9]*}
            ;;
        esac
    done <"$release"
fi
if [ -n "$version" ] && [ "$version" -lt 17 ]; then
    echo "baton: $java is older than Java 17 (expected: JDK 17 or newer in \$JAVA_HOME or \$PATH)" >&2
    exit 1
fi

# A server chooses flags itself, and an archive of its classes, whose checksum a shell cannot verify.
case ${1-} in
-h | --help | -V | --version) ;;
'' | run | daemon | -* | */* | *.*) exec "$java" -jar "$0" "$@" ;;
esac
# A command ends before a second compiler or several threads of a collector would pay.
exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData "-Dbaton.command=${0##*/}" -jar "$0" "$@"
