# Images of every service, of the migrator and of all in one, from this checkout: docs/containers.md.
#
#   docker build --target rrm-api -t reagent/rrm-api .
#   docker build --target policy-api --build-arg TORCH=cu128 --build-arg LIBTORCH=ADDRESS -t reagent/policy-api:latest-cuda .
#
# Targets: rrm-api, policy-api, training-coordinator, eval-service, migrator, all.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
ARG RUNTIME_IMAGE=debian:bookworm-slim
# cpu, or cu128 for CUDA 12.8: the libtorch of rrm-api, policy-api and all
ARG TORCH=cpu

# --- built from source --------------------------------------------------------------------------------------------
FROM ${BUILD_IMAGE} AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
# more options for Maven, and where it keeps what it downloads
ARG MAVEN_OPTIONS=""
ARG MAVEN_REPOSITORY=/root/.m2/repository
WORKDIR /src
COPY .mvn .mvn
COPY pom.xml ./
COPY lab/recipes lab/recipes
COPY lab/experiment lab/experiment
COPY lab/benchmarks lab/benchmarks
COPY helm/pom.xml helm/
COPY libraries libraries
COPY db-migrations db-migrations
COPY rrm-api rrm-api
COPY policy-api policy-api
COPY training-coordinator training-coordinator
COPY eval-service eval-service
COPY standalone standalone
COPY lab/containers/image/layout lab/containers/image/
# hadolint ignore=SC2086 # options are meant to be split at spaces
RUN --mount=type=cache,target=/root/.m2 \
    export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
    && mvn -B -q -ntp ${MAVEN_OPTIONS} -Dmaven.repo.local="${MAVEN_REPOSITORY}" -DskipTests -Dspotless.check.skip \
        -pl :reagent-rrm-api,:reagent-policy-api,:reagent-training-coordinator,:reagent-eval-service,:reagent-db-migrations,:reagent-standalone \
        -am package dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile=target/classpath.txt \
    && lab/containers/image/layout /out \
        rrm-api=io.reagent.rrm.RrmApi \
        policy-api=io.reagent.policy.PolicyApi \
        training-coordinator=io.reagent.training.TrainingCoordinator \
        eval-service=io.reagent.eval.EvalService \
        db-migrations=io.reagent.migrations.Migrate \
        standalone=io.reagent.standalone.Platform
COPY lab/containers/image lab/containers/image
COPY models /out/models
COPY examples/documents /out/documents
RUN mkdir -p /out/bin /out/state/reagent/checkpoints /out/state/reagent/datasets /out/state/reagent/benchmarks \
    && cp lab/containers/image/healthy /out/bin/

# --- what everything runs on --------------------------------------------------------------------------------------
FROM ${BUILD_IMAGE} AS java
RUN "${JAVA_HOME}/bin/jlink" --output /java --strip-java-debug-attributes --no-header-files --no-man-pages --compress=zip-9 \
    --add-modules java.se,jdk.unsupported,jdk.zipfs,jdk.management,jdk.net,jdk.naming.dns,jdk.charsets,jdk.jfr,jdk.jcmd,jdk.httpserver,jdk.crypto.ec

# --- libtorch, unpacked -------------------------------------------------------------------------------------------
# Its libraries go to /out/natives/libtorch; DJL's own beside it, under the names that it looks for in its cache.
FROM build AS natives-cpu
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
# without its symbol table libtorch is a fifth smaller
# hadolint ignore=DL3008 # strip is no part of an image
RUN command -v strip >/dev/null || { apt-get update && apt-get install -y --no-install-recommends binutils && rm -rf /var/lib/apt/lists/*; }
RUN lab/containers/image/natives /out /out/natives \
    && find /out/natives -name 'lib*.so' -exec strip --strip-unneeded {} +

# for CUDA 12.8, with the libraries of CUDA beside it; the driver comes from the host
FROM build AS natives-cu128
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
# the address or file of libtorch 2.7.1 for CUDA 12.8 (C++11 ABI, shared, with dependencies), from PyTorch's page of downloads
ARG LIBTORCH
# hadolint ignore=DL3020 # it is a URL
ADD ${LIBTORCH:-give-build-arg-LIBTORCH} /libtorch.zip
RUN lab/containers/image/natives /out /out/natives /libtorch.zip && rm /libtorch.zip

FROM natives-${TORCH} AS natives

# --- the runtimes -------------------------------------------------------------------------------------------------
FROM ${RUNTIME_IMAGE} AS runtime
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Reagent" \
      org.opencontainers.image.description="Turns agent trajectories into learning signal" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# JDK_JAVA_OPTIONS is for whoever runs it: the heap; weights lie outside it
ENV LANG=C.UTF-8 \
    PATH=/opt/java/bin:/opt/reagent/bin:/usr/local/bin:/usr/bin:/bin \
    HOME=/var/lib/reagent \
    JDK_JAVA_OPTIONS="-Xms128m -Xmx1g" \
    MANAGEMENT_HEALTH_DISKSPACE_PATH=/var/lib/reagent
COPY --from=java /java /opt/java
COPY --from=build --chown=10001:10001 /out/state /var/lib
WORKDIR /opt/reagent
USER 10001:10001
VOLUME ["/var/lib/reagent", "/tmp"]
ENTRYPOINT ["java", "@/opt/reagent/options"]

FROM runtime AS service
COPY --from=build /out/bin /opt/reagent/bin
COPY --from=build /out/models /opt/reagent/models

# oneDNN keeps code for every shape of a product: batches of ever new lengths would fill the memory
FROM service AS with-libtorch
ARG TORCH
ENV DJL_CACHE_DIR=/opt/reagent/natives \
    PYTORCH_LIBRARY_PATH=/opt/reagent/natives/libtorch \
    PYTORCH_VERSION=2.7.1 \
    PYTORCH_FLAVOR=${TORCH} \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    ONEDNN_PRIMITIVE_CACHE_CAPACITY=64 \
    LRU_CACHE_CAPACITY=64
COPY --from=natives /out/natives /opt/reagent/natives

# --- the images ---------------------------------------------------------------------------------------------------
FROM runtime AS migrator
LABEL org.opencontainers.image.title="Reagent migrator"
COPY --from=build /out/db-migrations/lib /opt/reagent/lib
COPY --from=build /out/db-migrations/options /opt/reagent/options
COPY --from=build /out/db-migrations/app /opt/reagent/app
# it ends by itself
HEALTHCHECK NONE

FROM with-libtorch AS rrm-api
LABEL org.opencontainers.image.title="Reagent RRM API"
COPY --from=build /out/rrm-api/lib /opt/reagent/lib
COPY --from=build /out/rrm-api/options /opt/reagent/options
COPY --from=build /out/rrm-api/app /opt/reagent/app
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=3 CMD ["healthy", "8081"]

FROM with-libtorch AS policy-api
LABEL org.opencontainers.image.title="Reagent policy API"
ENV REAGENT_POLICY_CHECKPOINTS=/var/lib/reagent/checkpoints
COPY --from=build /out/documents /opt/reagent/examples/documents
COPY --from=build /out/policy-api/lib /opt/reagent/lib
COPY --from=build /out/policy-api/options /opt/reagent/options
COPY --from=build /out/policy-api/app /opt/reagent/app
EXPOSE 8082
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=3 CMD ["healthy", "8082"]

FROM service AS training-coordinator
LABEL org.opencontainers.image.title="Reagent training coordinator"
ENV REAGENT_TRAINING_DATASETS_DIRECTORIES=/var/lib/reagent/datasets \
    DJL_CACHE_DIR=/opt/reagent/natives
COPY --from=natives-cpu /out/natives/tokenizers /opt/reagent/natives/tokenizers
COPY --from=build /out/training-coordinator/lib /opt/reagent/lib
COPY --from=build /out/training-coordinator/options /opt/reagent/options
COPY --from=build /out/training-coordinator/app /opt/reagent/app
EXPOSE 8083
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["healthy", "8083"]

FROM service AS eval-service
LABEL org.opencontainers.image.title="Reagent eval service"
ENV REAGENT_EVAL_BENCHMARKS_DIRECTORY=/var/lib/reagent/benchmarks
COPY --from=build /out/eval-service/lib /opt/reagent/lib
COPY --from=build /out/eval-service/options /opt/reagent/options
COPY --from=build /out/eval-service/app /opt/reagent/app
EXPOSE 8084
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["healthy", "8084"]

# every service in one JVM, on a Postgres of its own
FROM with-libtorch AS all
LABEL org.opencontainers.image.title="Reagent, all in one"
ENV REAGENT_DATABASE_EMBEDDED_DIRECTORY=/var/lib/reagent/postgres \
    REAGENT_POLICY_CHECKPOINTS=/var/lib/reagent/checkpoints \
    REAGENT_TRAINING_DATASETS_DIRECTORIES=/var/lib/reagent/datasets \
    REAGENT_EVAL_BENCHMARKS_DIRECTORY=/var/lib/reagent/benchmarks
COPY --from=build /out/documents /opt/reagent/examples/documents
COPY --from=build /out/standalone/lib /opt/reagent/lib
COPY --from=build /out/standalone/options /opt/reagent/options
COPY --from=build /out/standalone/app /opt/reagent/app
EXPOSE 8081 8082 8083 8084
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=3 CMD ["healthy", "8081", "8082", "8083", "8084"]
