{{/* What each service is told of the others. */}}
{{- define "reagent.rrmEnv" -}}
- name: REAGENT_FENCE_SECRET
  valueFrom:
    secretKeyRef: {{- include "reagent.secretKeyRef" (list . .Values.fenceSecret "fence-secret") | nindent 6 }}
{{ include "reagent.threads" (dict "name" "rrm-api" "component" .Values.rrmApi) }}
{{- if eq .Values.rrmApi.accelerator "cuda" }}
- {name: REAGENT_JUDGES_RRM_TINY_LOCAL_DEVICE, value: gpu}
{{- end }}
{{- if .Values.vllm.enabled }}
- {name: REAGENT_JUDGES_RRM_OPENAI_BASE_URL, value: "{{ include "reagent.url" (list . "vllm" .Values.vllm.port) }}/v1"}
- {name: REAGENT_JUDGES_RRM_OPENAI_MODEL, value: {{ .Values.vllm.servedModelName | quote }}}
{{- end }}
{{- end }}

{{- define "reagent.policyEnv" -}}
{{ include "reagent.threads" (dict "name" "policy-api" "component" .Values.policyApi) }}
{{- if eq .Values.policyApi.accelerator "cuda" }}
- {name: REAGENT_POLICY_BASE_MODELS_POLICY_TINY_DEVICE, value: gpu}
{{- end }}
{{- if .Values.rrmApi.enabled }}
- {name: REAGENT_AGENTS_JUDGE_URL, value: {{ include "reagent.url" (list . "rrm-api" .Values.rrmApi.port) | quote }}}
- name: REAGENT_AGENTS_JUDGE_API_KEY
  value: $(SERVICE_KEY)
{{- end }}
{{- if .Values.pythonSandbox.enabled }}
- {name: REAGENT_AGENTS_TOOLS_PYTHON_EXECUTOR, value: {{ include "reagent.url" (list . "python-sandbox" .Values.pythonSandbox.port) | quote }}}
{{- end }}
{{- end }}

{{- define "reagent.trainingEnv" -}}
{{- if .Values.trainingCoordinator.policyUrl }}
- {name: REAGENT_TRAINING_POLICY_URL, value: {{ .Values.trainingCoordinator.policyUrl | quote }}}
{{- else if .Values.skyrl.enabled }}
- {name: REAGENT_TRAINING_POLICY_URL, value: {{ include "reagent.url" (list . "skyrl" .Values.skyrl.port) | quote }}}
{{- else }}
- {name: REAGENT_TRAINING_POLICY_URL, value: {{ include "reagent.url" (list . "policy-api" .Values.policyApi.port) | quote }}}
- name: REAGENT_TRAINING_POLICY_API_KEY
  value: $(SERVICE_KEY)
{{- end }}
{{- if .Values.rrmApi.enabled }}
- {name: REAGENT_TRAINING_JUDGE_URL, value: {{ include "reagent.url" (list . "rrm-api" .Values.rrmApi.port) | quote }}}
- name: REAGENT_TRAINING_JUDGE_API_KEY
  value: $(SERVICE_KEY)
{{- end }}
{{- if .Values.evalService.enabled }}
- {name: REAGENT_TRAINING_EVALUATION_BASE_URL, value: {{ include "reagent.url" (list . "eval-service" .Values.evalService.port) | quote }}}
- name: REAGENT_TRAINING_EVALUATION_API_KEY
  value: $(SERVICE_KEY)
{{- end }}
{{- if include "reagent.modelVolume" . }}
- {name: REAGENT_TRAINING_MODELS, value: /models}
{{- end }}
{{- end }}

{{- define "reagent.evalEnv" -}}
{{- if .Values.policyApi.enabled }}
- {name: REAGENT_EVAL_POLICY_URL, value: {{ include "reagent.url" (list . "policy-api" .Values.policyApi.port) | quote }}}
- name: REAGENT_EVAL_POLICY_API_KEY
  value: $(SERVICE_KEY)
{{- end }}
{{- if .Values.rrmApi.enabled }}
- {name: REAGENT_EVAL_JUDGE_URL, value: {{ include "reagent.url" (list . "rrm-api" .Values.rrmApi.port) | quote }}}
- name: REAGENT_EVAL_JUDGE_API_KEY
  value: $(SERVICE_KEY)
{{- end }}
{{- end }}

