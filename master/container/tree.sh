#!/bin/bash
# Builds the file system of the image: a JVM with the modules that Baton needs, master.jar with its library unpacked beside it,
# and of the system only the libraries that these load. No shell, no package manager. The Dockerfile runs it, and so does
# SealedContainerIT, because what is tested has to be what is shipped.
#
#   tree.sh TARGET MASTER_JAR
#
#   JAVA_HOME  the JDK, with jmods; by default that of the java in PATH
#   MODULES    more modules, for applications and agents: java.se,jdk.zipfs
set -euo pipefail
umask 022

target=$1
jar=$(realpath "$2")
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
machine=$(uname -m)

# Found by running without each of them: README.md says what ends without which.
modules=java.base,java.logging,java.management,jdk.unsupported,java.instrument,jdk.crypto.ec

mkdir -p "$target"/{dev,etc,opt,proc,sys,work}
chmod 755 "$target"
mkdir -m 1777 "$target/tmp"
"$jdk/bin/jlink" --add-modules "$modules${MODULES:+,$MODULES}" --strip-java-debug-attributes --no-header-files \
    --no-man-pages --output "$target/opt/java"
# Archives are bound to the times of files, and an image keeps whole seconds.
touch -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" "$target/opt/java/lib/modules"
# The classes of the JDK as an archive, which all JVMs of a machine share: without it each starts later.
"$target/opt/java/bin/java" -Xshare:dump > /dev/null

# What a master unpacks at its start. It finds it beside its jar and writes nothing there.
mkdir "$target/opt/baton"
cp "$jar" "$target/opt/baton/master.jar"
chmod 644 "$target/opt/baton/master.jar"
(
    cd "$target/opt/baton"
    "$jdk/bin/jar" xf master.jar io/baton/master/jvm/{worker.jar,agent.jar,redis.jar,{migrate,shared,shared-link,shared-redis}.cjs} META-INF/native jni
    mv io/baton/master/jvm/* META-INF/native/*epoll_"${machine/aarch64/aarch_64}".so "jni/$machine-Linux/libjffi-1.2.so" .
    rm -r io META-INF jni
    touch -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" -- *
)

# What they load of the system, with the loader itself: glibc and, for some JDKs, zlib and libstdc++.
find "$target/opt" \( -name '*.so' -o -path '*/bin/java' \) -print0 |
    LD_LIBRARY_PATH="$target/opt/java/lib:$target/opt/java/lib/server" xargs -0 -n 1 ldd 2> /dev/null |
    grep -o '/[^ ]*' | sort -u | while read -r library; do
        case $library in
            "$target"/* | *:) ;;
            *) mkdir -p "$target$(dirname "$library")" && cp -L "$library" "$target$library" ;;
        esac
    done
# glibc itself looks up names; without this file it would ask DNS for localhost, too.
echo 'hosts: files dns' > "$target/etc/nsswitch.conf"
# The locale in which a master names files beyond ASCII.
if [ -d /usr/lib/locale/C.utf8 ]; then
    mkdir -p "$target/usr/lib/locale"
    cp -r /usr/lib/locale/C.utf8 "$target/usr/lib/locale/"
fi
