// CGI that opens whatever file the request names.

rule cgi_parameter_file_access : webshell perl
{
  meta:
    id = "cgi-parameter-file-access"
    title = "Perl CGI opens a file named by the request and returns or writes it"
    explanation = "A request parameter becomes a file name as it stands, and the file is printed or overwritten. Upload and download pages join the name to a folder or check it first; this code does not."
    techniques = "T1505.003,T1005,T1105"
    about = "compromise"
    severity = "medium"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1505/003/"
  strings:
    // $f = param('f'); open(H, $f) or open(H, '<', $f) of the bare variable at once; then lines or the whole are printed.
    $read = /\$\w{1,40}\s{0,3}\)?\s{0,8}=\s{0,8}[^;={]{0,40}(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^;{=~]{0,80};([^\x00=]{0,80}[^\w>:$@%.])?open\s{0,4}(([(*$\\A-Z]|["']\w|(my|our|local)\b)[^;]{0,40}|\w{1,20}\s{0,4}),\s{0,4}(["'][<+]{0,2}(:[\w:()-]{1,24})?["']\s{0,4},\s{0,4}|["']<?\s{0,2})?\$\w{1,40}["']?\s{0,3}[)|;o][^\x00]{0,200}(print\s{0,4}\(?\s{0,4}(\$_|<)|print;|print\s{0,4}for|print\s{0,4}while|join\s{0,4}\(?\s{0,4}["']["']\s{0,4},\s{0,4}<|encode_base64)/
    // open(H, ">" . param('f')) and print or syswrite of another parameter.
    $write = /[^\w>:$@%.]open\s{0,4}(([(*$\\A-Z]|["']\w|(my|our|local)\b)[^;]{0,40}|\w{1,20}\s{0,4}),\s{0,4}["']>{1,2}[^;]{0,40}(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^;]{0,80};[^\x00]{0,200}(print|syswrite)[^;]{0,80}(\$|param)/
    // The parameter handed to open directly for reading.
    $direct = /[^\w>:$@%.]open\s{0,4}(([(*$\\A-Z]|["']\w|(my|our|local)\b)[^;]{0,40}|\w{1,20}\s{0,4}),\s{0,4}(["'][<+]{0,2}(:[\w:()-]{1,24})?["']\s{0,4},\s{0,4})?(CGI\s{0,2}(::|->)\s{0,2}|\$\w{1,30}\s{0,2}->\s{0,2}|scalar\s{0,3}\(?)?(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^;]{0,60};/
    // $f = param('f'); open for writing of the bare variable, then syswrite or print of another parameter.
    $write_variable = /\$\w{1,40}\s{0,3}\)?\s{0,8}=\s{0,8}[^;={]{0,40}(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^;{=~]{0,80};([^\x00]{0,80}[^\w>:$@%.])?open\s{0,4}(([(*$\\A-Z]|["']\w|(my|our|local)\b)[^;]{0,40}|\w{1,20}\s{0,4}),\s{0,4}["']>{1,2}["']?[\s,.]{0,6}\$\w{1,40}["']?\s{0,3}[)|;o][^\x00]{0,120}(syswrite|print)[^;]{0,60}param\s{0,4}\(/
  condition:
    any of them
}

rule cgi_rc4_traffic : webshell perl
{
  meta:
    id = "cgi-rc4-traffic"
    title = "Perl CGI with an RC4 routine of its own around request parameters"
    explanation = "The script carries an RC4 key schedule, reads request parameters and runs a command or opens a file by variable. Web pages leave encryption to TLS; web shells bring their own."
    techniques = "T1505.003,T1573.001"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1573/001/"
  strings:
    // RC4 key schedule and key stream.
    $rc4 = /((\.\.|\.\. )255\s{0,3}[;)\]][^\x00]{0,500}|(<|<=) ?(256|255)\s{0,3};[^\x00]{0,500})(% ?256|& ?255|& ?0x[fF]{2})[^\x00]{0,900}\^/
    // A request parameter, then a command or file by variable in reach.
    $use = /(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^\x00]{0,600}([^\w>:.](system|exec|popen|qx)\s{0,4}[^;\n]{0,60}\$\w|`[^`\n]{0,40}\$\w|[^\w>:.]open\s{0,4}\(?[^;\n]{1,40},[^;\n]{0,20}\$\w)/
  condition:
    for any i in (1..#rc4) : ($use in (@rc4[i] - 5000 .. @rc4[i] + 5000))
}
