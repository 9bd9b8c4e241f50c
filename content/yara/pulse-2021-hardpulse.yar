// HARDPULSE: reads or writes a file named in the request.
// Facts: public countermeasures of April 2021 (request method, mode literals, open with goto on failure, syswrite);
// parameter names are recalled, so the rule on them is of medium confidence.

rule hardpulse_file_access : webshell perl
{
  meta:
    id = "hardpulse-file-access"
    title = "CGI reads and writes files by request mode and jumps away on failure"
    explanation = "After a check of the request method and a mode value the script opens a file with goto on failure to print it, and writes another with syswrite. That is a file browser for an intruder."
    family = "HARDPULSE"
    actors = "UNC2717"
    techniques = "T1505.003,T1105,T1005"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Open by variable with goto on failure; near it a write with syswrite and a look at the request method, in any order.
    $open_or_goto = /[^\w>:$@%.][oO]pen[\s(][^;]{1,124}\$[^;]{1,80}goto\s{1,4}[A-Za-z_]/
    $write = /syswrite\s{0,4}\(?\s{0,4}[*$\w]/
    $method = /(request_method|REQUEST_METHOD)["'\s}()]/
  condition:
    for any i in (1..#open_or_goto) : (
      $write in (@open_or_goto[i] - 1500 .. @open_or_goto[i] + 1500)
      and $method in (@open_or_goto[i] - 2500 .. @open_or_goto[i])
    )
}

rule hardpulse_parameters : webshell perl
{
  meta:
    id = "hardpulse-parameters"
    title = "CGI reads the parameter set of the HARDPULSE web shell"
    explanation = "One script reads checkcode, hashid and filename from the request. The names are known second hand; the set is not known from any page of the appliance."
    family = "HARDPULSE"
    actors = "UNC2717"
    techniques = "T1505.003"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Recalled parameter names.
    $checkcode = /param\s{0,4}\(?\s{0,4}(-name\s{0,3}=>\s{0,3})?(["']|qq?\W)?checkcode/
    $hashid = /param\s{0,4}\(?\s{0,4}(-name\s{0,3}=>\s{0,3})?(["']|qq?\W)?hashid/
    $filename = /param\s{0,4}\(?\s{0,4}(-name\s{0,3}=>\s{0,3})?(["']|qq?\W)?filename/
    // Redirect of the challenge step; on public hunting lists of April 2021.
    $token = "recover.cgi?token="
  condition:
    for any i in (1..#checkcode) : (
      $hashid in (@checkcode[i] - 2000 .. @checkcode[i] + 2000)
      and ($filename in (@checkcode[i] - 3000 .. @checkcode[i] + 3000) or $token in (@checkcode[i] - 3000 .. @checkcode[i] + 3000))
    )
}
