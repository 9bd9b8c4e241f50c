// CHAINLINE: a module health.py in the CAV package, where the vendor has none. The name itself is the published sign,
// so the first rule looks for it where a name is structure, not talk: in a zip directory (an .egg is a zip) and in the
// file name that a compiled module carries. The second rule is about the technique and names no family.

rule chainline_health_module : webshell python
{
  meta:
    id = "chainline-health-module"
    title = "The CAV package holds a module health.py"
    explanation = "CHAINLINE was installed as cav/api/resources/health.py. The vendor's package has no module of this name; its directory entry or compiled copy shows that there was one."
    family = "CHAINLINE"
    actors = "UNC5221"
    techniques = "T1505.003,T1059.006,T1554"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://www.mandiant.com/resources/blog/investigating-ivanti-zero-day-exploitation"
  strings:
    // central directory record, 46 bytes before the name: cav/api/resources/health.py and .pyc
    $central = { 50 4B 01 02 [42] 63 61 76 2F 61 70 69 2F 72 65 73 6F 75 72 63 65 73 2F 68 65 61 6C 74 68 2E 70 79 }
    // local header, 30 bytes before the name
    $local = { 50 4B 03 04 [26] 63 61 76 2F 61 70 69 2F 72 65 73 6F 75 72 63 65 73 2F 68 65 61 6C 74 68 2E 70 79 }
    // cav/api/resources/__pycache__/health.
    $cached_central = { 50 4B 01 02 [42] 63 61 76 2F 61 70 69 2F 72 65 73 6F 75 72 63 65 73 2F 5F 5F 70 79 63 61 63 68 65 5F 5F 2F 68 65 61 6C 74 68 2E }
    $cached_local = { 50 4B 03 04 [26] 63 61 76 2F 61 70 69 2F 72 65 73 6F 75 72 63 65 73 2F 5F 5F 70 79 63 61 63 68 65 5F 5F 2F 68 65 61 6C 74 68 2E }
    // compiled module: file name, then the name <module> as a short string
    $compiled = /cav\/api\/resources\/health\.py[Zz\xda\xfa]\x08<module>/
  condition:
    any of them
}

rule python_request_to_command : webshell python
{
  meta:
    id = "python-request-to-command"
    title = "Python web resource runs a command or code taken from the request"
    explanation = "A value of the request is decoded and handed to a shell or to exec within a few lines. CHAINLINE, FRAMESTING and WIREFIRE all work like this."
    techniques = "T1505.003,T1059.006"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1505/003/"
  strings:
    // os.popen(request.args...), exec(b64decode(request.data))
    $direct = /\b(os\s{0,2}\.\s{0,2}(popen|system)|subprocess\s{0,2}\.\s{0,2}(Popen|run|call|check_output|getoutput|getstatusoutput)|exec|eval)\s{0,4}\([^)\n]{0,80}\brequest\s{0,2}\.\s{0,2}(args|form|values|data|json|get_data|get_json|cookies|headers|files|stream)\b/
    // x = b64decode(request.form...)
    $decoded = /\b(b64decode|decompress|decrypt|unhexlify|fromhex)\s{0,4}\([^\n]{0,80}\brequest\s{0,2}\.\s{0,2}(args|form|values|data|json|get_data|get_json|cookies|headers|files|stream)\b/
    // a command or code out of a variable, alone or with shell=True
    $shell = /\b(os\s{0,2}\.\s{0,2}(popen|system)|subprocess\s{0,2}\.\s{0,2}(getoutput|getstatusoutput))\s{0,4}\(\s{0,4}[A-Za-z_]\w{0,40}\s{0,4}[,)]/
    $process = /\bsubprocess\s{0,2}\.\s{0,2}(Popen|run|call|check_output)\s{0,4}\(\s{0,4}[A-Za-z_]\w{0,40}\s{0,4},[^)]{0,80}shell\s{0,2}=\s{0,2}True/
    $code = /\bexec\s{0,4}\(\s{0,4}[A-Za-z_]\w{0,40}\s{0,4}[,)]/
  condition:
    $direct or
    for any i in (1..#decoded) : (
      any of ($shell, $process, $code) in (@decoded[i]..@decoded[i] + 700)
    )
}
