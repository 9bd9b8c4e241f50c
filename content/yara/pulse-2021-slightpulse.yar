// SLIGHTPULSE: Perl added to meeting_testjs.cgi. GET still works; POST parameters choose read, write or run; traffic is
// RC4 and base64.
// Facts: MITRE ATT&CK S1110; public countermeasures of April 2021 (rule and network signatures).

rule slightpulse_dispatch : webshell perl
{
  meta:
    id = "slightpulse-dispatch"
    title = "CGI chooses an action by parameter and collects command output in /tmp/<number>"
    explanation = "The script tests one request parameter after another, runs a command with all output sent to a numbered file in /tmp, and reads that file back for the answer."
    family = "SLIGHTPULSE"
    actors = "UNC2630"
    techniques = "T1505.003,T1059.004,T1074.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1110/"
  strings:
    // A variable is run, standard output and error go to /tmp/<digits>, and the file is opened again.
    $collect = /[^\w>:.](system|exec|popen|qx)\s{0,4}[^;]{0,80}\$\w[^;]{0,80}(>\s{0,3}\/tmp\/[0-9]{1,6}\s{0,3}2>\s{0,2}&\s{0,2}1|&>\s{0,3}\/tmp\/[0-9]{1,6})[^\x00]{0,300}open\s{0,4}\(?[^;]{1,60}\/tmp\/[0-9]{1,6}["'\s]/
    // The numbered file named once in a variable.
    $collect_by_name = /["']\/tmp\/[0-9]{1,6}["'][^\x00]{0,300}[^\w>:.](system|exec|popen|qx)\s{0,4}[^;]{0,80}\$\w[^;]{0,60}(>\s{0,3}\$\w{1,30}\s{0,3}2>\s{0,2}&\s{0,2}1|&>\s{0,3}\$\w)[^\x00]{0,300}open\s{0,4}\(?[^;]{1,60}\$\w/
    // Chain of tests on request parameters.
    $chain = /if\s{0,4}\([^;{]{0,60}(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^\x00]{0,300}els(e\s{1,4})?if\s{0,4}\([^;{]{0,60}(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])/
  condition:
    for any i in (1..#chain) : (
      $collect in (@chain[i] - 6000 .. @chain[i] + 6000) or $collect_by_name in (@chain[i] - 6000 .. @chain[i] + 6000)
    )
}

rule slightpulse_parameters : webshell perl
{
  meta:
    id = "slightpulse-parameters"
    title = "CGI reads the parameter set of the SLIGHTPULSE web shell"
    explanation = "One script reads the parameters cert, md5, img and name and answers as image/gif. The set is known from the web shell's traffic; a page of the appliance is not known to use it."
    family = "SLIGHTPULSE"
    actors = "UNC2630"
    techniques = "T1505.003,T1071.001"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/software/S1110/"
  strings:
    // Parameter names from the published network signatures.
    $cert = /param\s{0,4}\(?\s{0,4}(-name\s{0,3}=>\s{0,3})?(["']|qq?\W)?cert["')\s}]/
    $md5 = /param\s{0,4}\(?\s{0,4}(-name\s{0,3}=>\s{0,3})?(["']|qq?\W)?md5["')\s}]/
    $img = /param\s{0,4}\(?\s{0,4}(-name\s{0,3}=>\s{0,3})?(["']|qq?\W)?img["')\s}]/
    $name = /param\s{0,4}\(?\s{0,4}(-name\s{0,3}=>\s{0,3})?(["']|qq?\W)?name["')\s}]/
    // Content type of the answer.
    $gif = "image/gif"
  condition:
    for any i in (1..#img) : (
      ($cert in (@img[i] - 3000 .. @img[i] + 3000) or $md5 in (@img[i] - 3000 .. @img[i] + 3000))
      and $name in (@img[i] - 3000 .. @img[i] + 3000)
      and $gif in (@img[i] - 6000 .. @img[i] + 6000)
    )
}
