{{- define "reagent.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A component's object: (list $ "rrm-api") */}}
{{- define "reagent.name" -}}
{{- printf "%s-%s" (include "reagent.fullname" (index . 0)) (index . 1) -}}
{{- end -}}

{{- define "reagent.selector" -}}
{{- $ := index . 0 -}}
app.kubernetes.io/name: {{ default $.Chart.Name $.Values.nameOverride }}
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "reagent.labels" -}}
{{- $ := index . 0 -}}
{{ include "reagent.selector" . }}
app.kubernetes.io/version: {{ $.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $.Chart.Name $.Chart.Version | replace "+" "_" }}
{{- with $.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "reagent.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "reagent.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* An image of ours: (list $ "rrm-api" "cpu") */}}
{{- define "reagent.image" -}}
{{- $ := index . 0 -}}
{{- $tag := default $.Chart.AppVersion $.Values.image.tag -}}
{{- $path := printf "%s/%s:%s" $.Values.image.repository (index . 1) $tag -}}
{{- if eq (index . 2) "cuda" -}}{{- $path = printf "%s-cuda" $path -}}{{- end -}}
{{- if $.Values.image.registry -}}{{ $.Values.image.registry }}/{{- end -}}{{ $path }}
{{- end -}}

{{- define "reagent.secretName" -}}{{ include "reagent.fullname" . }}-secrets{{- end -}}

{{/* Where a secret is read: (list $ .Values.apiKey "api-key") */}}
{{- define "reagent.secretKeyRef" -}}
{{- $ := index . 0 -}}
{{- $secret := index . 1 -}}
{{- if $secret.secretKeyRef.name -}}
name: {{ $secret.secretKeyRef.name }}
key: {{ $secret.secretKeyRef.key }}
{{- else -}}
name: {{ include "reagent.secretName" $ }}
key: {{ index . 2 }}
{{- end -}}
{{- end -}}

{{/* Whether a secret is given at all. */}}
{{- define "reagent.given" -}}
{{- if or .value .secretKeyRef.name -}}yes{{- end -}}
{{- end -}}

{{- define "reagent.databaseHost" -}}
{{- if .Values.database.cloudNativePg.enabled -}}{{ include "reagent.fullname" . }}-postgres-rw{{- else -}}{{ .Values.database.host }}{{- end -}}
{{- end -}}

{{- define "reagent.databasePassword" -}}
{{- if .Values.database.cloudNativePg.enabled -}}
name: {{ include "reagent.fullname" . }}-postgres-app
key: password
{{- else -}}
{{ include "reagent.secretKeyRef" (list . .Values.database.password "database-password") }}
{{- end -}}
{{- end -}}

{{- define "reagent.url" -}}
{{- $ := index . 0 -}}
http://{{ include "reagent.name" (list $ (index . 1)) }}:{{ index . 2 }}
{{- end -}}

{{/* What every service has in its environment. */}}
{{- define "reagent.commonEnv" -}}
{{- $ := index . 0 -}}
{{- $component := index . 2 -}}
- {name: SERVER_PORT, value: {{ $component.port | quote }}}
- {name: MANAGEMENT_SERVER_PORT, value: {{ $.Values.managementPort | quote }}}
- {name: JDK_JAVA_OPTIONS, value: {{ $component.javaOptions | quote }}}
- name: REAGENT_DATABASE_URL
  value: "r2dbc:postgresql://{{ include "reagent.databaseHost" $ }}:{{ $.Values.database.port }}/{{ $.Values.database.name }}{{ with $.Values.database.r2dbcParameters }}?{{ . }}{{ end }}"
- {name: REAGENT_DATABASE_USERNAME, value: {{ $.Values.database.username | quote }}}
- name: REAGENT_DATABASE_PASSWORD
  valueFrom:
    secretKeyRef: {{- include "reagent.databasePassword" $ | nindent 6 }}
- {name: REAGENT_DATABASE_MIGRATE, value: {{ ternary "false" "true" (and $.Values.migrations.enabled (not $.Values.database.cloudNativePg.enabled)) | quote }}}
- name: SERVICE_KEY
  valueFrom:
    secretKeyRef: {{- include "reagent.secretKeyRef" (list $ $.Values.apiKey "api-key") | nindent 6 }}
{{- if include "reagent.given" $.Values.callerKeys }}
- name: CALLER_KEYS
  valueFrom:
    secretKeyRef: {{- include "reagent.secretKeyRef" (list $ $.Values.callerKeys "caller-keys") | nindent 6 }}
- {name: REAGENT_SECURITY_API_KEYS, value: "$(SERVICE_KEY),$(CALLER_KEYS)"}
{{- else }}
- {name: REAGENT_SECURITY_API_KEYS, value: "$(SERVICE_KEY)"}
{{- end }}
{{- end -}}

{{/* A value as text. Numbers of values files are floats, which would be 2e+06 for 2000000. */}}
{{- define "reagent.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}
{{- printf "%.0f" . -}}
{{- else -}}
{{- . | toString -}}
{{- end -}}
{{- end -}}

{{/* What the user put into a component's environment. */}}
{{- define "reagent.extraEnv" -}}
{{- range $name, $value := .env }}
- {name: {{ $name }}, value: {{ include "reagent.text" $value | quote }}}
{{- end }}
{{- with .extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* How a service's pod looks but for its environment and volumes: (dict "root" $ "component" .Values.rrmApi "name" "rrm-api" "env" … "volumes" … "mounts" …) */}}
{{- define "reagent.podTemplate" -}}
{{- $ := .root -}}
{{- $c := .component -}}
metadata:
  labels:
    {{- include "reagent.labels" (list $ .name) | nindent 4 }}
    {{- with $c.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # a changed secret of the chart's is a new pod
    checksum/secrets: {{ include (print $.Template.BasePath "/secrets.yaml") $ | sha256sum }}
    {{- with $c.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "reagent.serviceAccount" $ }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext: {{- toYaml $.Values.podSecurityContext | nindent 4 }}
  terminationGracePeriodSeconds: {{ $c.drain.gracePeriodSeconds }}
  {{- with $c.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $c.runtimeClassName }}
  runtimeClassName: {{ . }}
  {{- end }}
  {{- with $.Values.image.pullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $c.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $c.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $c.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if ($c.topologySpread).enabled }}
  topologySpreadConstraints:
    - maxSkew: {{ $c.topologySpread.maxSkew }}
      topologyKey: {{ $c.topologySpread.topologyKey }}
      whenUnsatisfiable: {{ $c.topologySpread.whenUnsatisfiable }}
      labelSelector:
        matchLabels: {{- include "reagent.selector" (list $ .name) | nindent 10 }}
  {{- end }}
  containers:
    - name: {{ .name }}
      image: {{ include "reagent.image" (list $ .name (default "cpu" $c.accelerator)) | quote }}
      imagePullPolicy: {{ $.Values.image.pullPolicy }}
      securityContext: {{- toYaml $.Values.securityContext | nindent 8 }}
      env:
        {{- include "reagent.commonEnv" (list $ .name $c) | nindent 8 }}
        {{- with .env }}
        {{- . | trim | nindent 8 }}
        {{- end }}
        {{- include "reagent.extraEnv" $c | trim | nindent 8 }}
      ports:
        - {name: http, containerPort: {{ $c.port }}}
        - {name: management, containerPort: {{ $.Values.managementPort }}}
      startupProbe:
        httpGet: {path: /actuator/health/liveness, port: management}
        periodSeconds: 5
        failureThreshold: {{ div $c.startupSeconds 5 }}
      livenessProbe:
        httpGet: {path: /actuator/health/liveness, port: management}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /actuator/health/readiness, port: management}
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 3
      lifecycle:
        preStop:
          # until no proxy sends anything new
          exec: {command: [sleep, {{ $c.drain.preStopSeconds | quote }}]}
      resources: {{- toYaml $c.resources | nindent 8 }}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        - {name: state, mountPath: /var/lib/reagent}
        {{- with .mounts }}
        {{- . | trim | nindent 8 }}
        {{- end }}
        {{- if and .models (include "reagent.modelVolume" $) }}
        - {name: models, mountPath: /models, readOnly: true}
        {{- end }}
        {{- if $c.sharedMemory }}
        - {name: shm, mountPath: /dev/shm}
        {{- end }}
        {{- with $c.volumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - {name: tmp, emptyDir: {}}
    - {name: state, emptyDir: {}}
    {{- with .volumes }}
    {{- . | trim | nindent 4 }}
    {{- end }}
    {{- if .models }}
    {{- include "reagent.modelVolume" $ | nindent 4 }}
    {{- end }}
    {{- with $c.sharedMemory }}
    - {name: shm, emptyDir: {medium: Memory, sizeLimit: {{ . }}}}
    {{- end }}
    {{- with $c.volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{- define "reagent.modelVolume" -}}
{{- if .Values.modelCache.existingClaim -}}
- {name: models, persistentVolumeClaim: {claimName: {{ .Values.modelCache.existingClaim }}, readOnly: true}}
{{- else if .Values.modelCache.image -}}
- {name: models, image: {reference: {{ .Values.modelCache.image | quote }}, pullPolicy: IfNotPresent}}
{{- end -}}
{{- end -}}

{{/* Threads of libtorch: as many as the pod has processors. */}}
{{- define "reagent.threads" -}}
- name: OMP_NUM_THREADS
  valueFrom:
    resourceFieldRef: {containerName: {{ .name }}, resource: {{ ternary "limits.cpu" "requests.cpu" (hasKey (default dict .component.resources.limits) "cpu") }}, divisor: "1"}
{{- end -}}

{{- define "reagent.service" -}}
{{- $ := index . 0 -}}
{{- $c := index . 2 -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "reagent.name" (list $ (index . 1)) }}
  namespace: {{ $.Release.Namespace }}
  labels: {{- include "reagent.labels" (list $ (index . 1)) | nindent 4 }}
  {{- with $c.service.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $c.service.type }}
  selector: {{- include "reagent.selector" (list $ (index . 1)) | nindent 4 }}
  ports:
    - {name: http, port: {{ $c.port }}, targetPort: http}
    - {name: management, port: {{ $.Values.managementPort }}, targetPort: management}
{{- end -}}

{{- define "reagent.disruption" -}}
{{- $ := index . 0 -}}
{{- $c := index . 2 -}}
{{- if $c.podDisruptionBudget.enabled }}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "reagent.name" (list $ (index . 1)) }}
  namespace: {{ $.Release.Namespace }}
  labels: {{- include "reagent.labels" (list $ (index . 1)) | nindent 4 }}
spec:
  maxUnavailable: {{ $c.podDisruptionBudget.maxUnavailable }}
  selector:
    matchLabels: {{- include "reagent.selector" (list $ (index . 1)) | nindent 6 }}
{{- end }}
{{- end -}}

{{/* A service as a Deployment: the dictionary of reagent.podTemplate, and scaled: whether something else says how many. */}}
{{- define "reagent.deployment" -}}
{{- $ := .root -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "reagent.name" (list $ .name) }}
  namespace: {{ $.Release.Namespace }}
  labels: {{- include "reagent.labels" (list $ .name) | nindent 4 }}
spec:
  {{- if not .scaled }}
  replicas: {{ .component.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
  selector:
    matchLabels: {{- include "reagent.selector" (list $ .name) | nindent 6 }}
  template: {{- include "reagent.podTemplate" . | nindent 4 }}
{{- end -}}
