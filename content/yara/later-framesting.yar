// FRAMESTING: Python in category.py of the CAV package. Commands arrive in a cookie with the vendor's session name or as
// compressed POST data. Facts: ATT&CK S1120.

rule framesting_dsid_command : webshell python
{
  meta:
    id = "framesting-dsid-command"
    title = "Python web resource takes commands from the DSID cookie"
    explanation = "The value of the session cookie DSID, or a compressed body, is inflated and executed. The vendor's package uses DSID to find the session, never as a program."
    family = "FRAMESTING"
    actors = "UNC5221"
    techniques = "T1505.003,T1001.003,T1140,T1059.006"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1120/"
  strings:
    $cookie = /["']DSID["'=]/
    $inflate = "decompress"
    $run = /\b(exec|eval|popen|system|check_output|getoutput|Popen)\s{0,4}\(\s{0,4}\w/
    // the same words as names in a compiled module: type byte, length, text
    $py_cookie = { (5A | 7A | DA | FA) 04 44 53 49 44 }
    $py_inflate = { (5A | 7A | DA | FA) 0A 64 65 63 6F 6D 70 72 65 73 73 }
    // exec, eval, popen, Popen, system, check_output
    $py_run = { (5A | 7A | DA | FA) (04 65 78 65 63 | 04 65 76 61 6C | 05 70 6F 70 65 6E | 05 50 6F 70 65 6E | 06 73 79 73 74 65 6D | 0C 63 68 65 63 6B 5F 6F 75 74 70 75 74) }
  condition:
    for any i in (1..#cookie) : (
      $inflate in (@cookie[i] - 2000..@cookie[i] + 2500) and
      $run in (@cookie[i] - 2000..@cookie[i] + 2500)
    ) or
    for any i in (1..#py_cookie) : (
      $py_inflate in (@py_cookie[i] - 4096..@py_cookie[i] + 4096) and
      $py_run in (@py_cookie[i] - 4096..@py_cookie[i] + 4096)
    )
}
