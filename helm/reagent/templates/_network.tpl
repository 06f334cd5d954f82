{{- define "reagent.egressDns" -}}
- to: {{- toYaml .Values.networkPolicy.dns | nindent 4 }}
  ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
{{- end }}
{{- define "reagent.egressDatabase" -}}
- ports: [{protocol: TCP, port: {{ .Values.database.port }}}]
  {{- with .Values.networkPolicy.database }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- define "reagent.egressTo" -}}
- to:
    - podSelector:
        matchLabels: {{- include "reagent.selector" (list (index . 0) (index . 1)) | nindent 10 }}
  ports: [{protocol: TCP, port: {{ index . 2 }}}]
{{- end }}
{{- define "reagent.ours" -}}
- podSelector:
    matchLabels:
      app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
      app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
