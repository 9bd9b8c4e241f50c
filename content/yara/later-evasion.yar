// How the integrity check was made to see nothing, 2024 and 2025: counters replaced, exit codes changed, hashes and
// signature of the manifest made anew, libraries preloaded, names excluded, syslog cut off. Facts: Mandiant, 2025-01-08;
// CISA AR25-087A; a published incident response of 2025. All of these name the appliance's own files: they are not
// general Linux rules. What a rule cannot see is a check_integrity.sh that was already changed: that takes a comparison
// with the vendor's file.

rule integrity_counters_replaced : tampering script
{
  meta:
    id = "integrity-counters-replaced"
    title = "Command that replaces the integrity scanner's counters by pass"
    explanation = "An edit turns the lines of scanner.py that count changed and new files into pass. The scanner then runs, and finds nothing."
    actors = "UNC5221"
    techniques = "T1562.001"
    about = "tampering"
    severity = "critical"
    confidence = "high"
    reference = "https://www.cisa.gov/news-events/analysis-reports/ar25-087a"
  strings:
    // s/newFilesCount += 1/pass/g ... scanner.py, with any usual delimiter
    $sed = /\bs[\/|#,@!~%][^\n\/|#@!~%]{2,80}[\/|#,@!~%]\s{0,4}pass\s{0,4}[\/|#,@!~%]g?[^\n]{0,120}scanner(_legacy)?\.py/
    // text.replace("mismatchCount += 1", "pass")
    $python = /\breplace\s{0,4}\(\s{0,4}[rbu]?["'](mismatch|newFiles)[^"'\n]{0,60}["']\s{0,4},\s{0,4}[rbu]?["']\s{0,4}pass/
  condition:
    any of them
}

rule integrity_counters_blanked : tampering python
{
  meta:
    id = "integrity-counters-blanked"
    title = "Integrity scanner whose counting lines are pass"
    explanation = "In the code of the integrity scanner two statements in a row are pass, where changed or new files are counted. No programmer writes this; a replacement of two lines leaves it."
    actors = "UNC5221"
    techniques = "T1562.001,T1554"
    about = "tampering"
    severity = "critical"
    confidence = "medium"
    reference = "https://www.cisa.gov/news-events/analysis-reports/ar25-087a"
  strings:
    $pair = /\n[ \t]{1,60}pass[ \t]{0,8}\r?\n[ \t]{1,60}pass[ \t]{0,8}\r?\n/
    // names in the vendor's scanner, known from the commands that replaced them
    $names = /\b(mismatchCount|mismatchedFiles|newFilesCount|newFilesDetected)\b/
  condition:
    for any i in (1..#pair) : (
      $names in (@pair[i] - 6000..@pair[i] + 6000)
    )
}

rule integrity_check_always_passes : tampering shell
{
  meta:
    id = "integrity-check-always-passes"
    title = "Command that turns the failure of check_integrity.sh into success"
    explanation = "An edit changes exit 1 to exit 0 in the script that checks integrity at boot, so that every result is good."
    actors = "UNC5221"
    techniques = "T1562.001"
    about = "tampering"
    severity = "critical"
    confidence = "high"
    reference = "https://www.cisa.gov/news-events/analysis-reports/ar25-087a"
  strings:
    $sed = /\bs[\/|#,@!~%]\s{0,4}exit\s{1,4}[1-9][0-9]?\s{0,4}[\/|#,@!~%]\s{0,4}exit\s{1,4}0\s{0,4}[\/|#,@!~%]g?[^\n]{0,160}check_integrity/
    $replace = /\breplace\s{0,4}\(\s{0,4}[rbu]?["']exit\s{1,4}1["']\s{0,4},\s{0,4}[rbu]?["']exit\s{1,4}0["']/
    $target = "check_integrity.sh"
  condition:
    $sed or
    for any i in (1..#replace) : ( $target in (@replace[i] - 800..@replace[i] + 800) )
}

rule preload_list_insertion : persistence shell
{
  meta:
    id = "preload-list-insertion"
    title = "Command that adds a library to the preload list of the next system"
    explanation = "A line is put into etc/ld.so.preload of the tree that an upgrade is building, so that every program of the new system loads the library."
    actors = "UNC5221,UNC5337"
    techniques = "T1574.006"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    // sed -i "1i/lib/x.so" /tmp/data/root/etc/ld.so.preload
    $sed = /\b(1|\$)\s{0,2}[ia]\s{0,2}\\{0,4}\s{0,2}\/[\w\/.%+-]{2,80}\\{0,4}["']?\s{1,4}["']?(\/tmp\/data\/root|\/home\/root)\/etc\/ld\.so\.preload/
    // echo /lib/x.so >> /tmp/data/root/etc/ld.so.preload
    $echo = /\b(echo|printf)\s[^\n>]{0,20}\/[\w\/.%+-]{2,80}[^\n>]{0,12}(>{1,2}|\|\s{0,4}tee\s{1,4}(-a\s{1,4})?)\s{0,4}["']?(\/tmp\/data\/root|\/home\/root)\/etc\/ld\.so\.preload/
  condition:
    any of them
}

rule preload_list_implant : persistence
{
  meta:
    id = "preload-list-implant"
    title = "Preload list that names a library of the SPAWN or ZIPLINE sets"
    explanation = "The list of libraries loaded into every program holds a name that the vendor does not ship. The vendor's own entries are libsafe.so and libdspreload.so."
    actors = "UNC5221,UNC5337"
    techniques = "T1574.006"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://blogs.jpcert.or.jp/en/2025/02/spawnchimera.html"
  strings:
    $implant = /\/(home\/)?lib\/lib(dsupgrade\.so|upgrade\.so|secure\.so\.1|socks5\.so|sshd\.so)[ \t:]{0,4}\r?\n/
    $vendor = /\/lib\/(libsafe|libdspreload)\.so/
  condition:
    $implant at 0 or
    for any i in (1..#implant) : ( $vendor in (@implant[i] - 120..@implant[i] + 120) )
}

rule exclusion_list_addition : tampering shell
{
  meta:
    id = "exclusion-list-addition"
    title = "Command that adds names to the integrity check's exclusion list"
    explanation = "Names are written into manifest/exclusion_list, so that the integrity check passes over them. The list belongs to the vendor's package and is not edited on the box."
    actors = "UNC5221"
    techniques = "T1562.001"
    about = "tampering"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/software/S1114/"
  strings:
    $echo = /\b(echo|printf)\s[^\n>]{1,160}(>{1,2}|\|\s{0,4}tee\s{1,4}(-a\s{1,4})?)\s{0,4}["']?[\w\/.${}-]{0,80}manifest\/exclusion_list/
    $sed = /\bsed\s{1,4}(-[a-zA-Z]{1,4}\s{1,4}){0,3}(-[a-zA-Z]{0,4}i|--in-place)[^\n]{1,200}manifest\/exclusion_list/
    $perl = /\bopen\s{0,4}\(?[^;\n]{0,60}>[^;\n]{0,100}manifest\/exclusion_list/
    $python = /\bopen\s{0,4}\(\s{0,4}["'][\w\/.-]{0,80}manifest\/exclusion_list["']\s{0,4},\s{0,4}["']([awx]b?\+?|rb?\+)["']/
  condition:
    $echo or $sed or $perl or $python
}

rule manifest_signed_anew : tampering shell
{
  meta:
    id = "manifest-signed-anew"
    title = "Commands that sign the integrity manifest with a new key"
    explanation = "A fresh key pair is made and manifest/manifest is signed with it; the new public key replaces the vendor's. The check then trusts the intruder's list."
    actors = "UNC5221,UNC5337"
    techniques = "T1562.001,T1553.002"
    about = "tampering"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $generate = /\bopenssl\s{1,4}(genrsa|genpkey)\b/
    $sign = /\bopenssl\s{1,4}(dgst|pkeyutl|rsautl)\s[^\n]{0,160}-sign\s[^\n]{0,200}\bmanifest\b/
    $key = /-pubout\b/
  condition:
    for any i in (1..#sign) : (
      any of ($generate, $key) in (@sign[i] - 2500..@sign[i] + 1500)
    )
}

rule manifest_hash_rewritten : tampering shell
{
  meta:
    id = "manifest-hash-rewritten"
    title = "Command that writes a new hash into the integrity manifest"
    explanation = "The hash of a changed file is computed and put into manifest/manifest, so that the change passes the integrity check. The vendor makes this list before shipping, never on the box."
    actors = "UNC5221,UNC5337"
    techniques = "T1562.001"
    about = "tampering"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    // echo "path `openssl dgst -sha256 path ...` b" >> .../manifest/manifest, or the same inside a sed replacement
    $one_line = /\b(echo|printf|sed)\s[^\n]{0,240}(dgst\s{1,4}-sha256|sha256sum)\b[^\n]{0,240}\/manifest\/manifest\b/
    // h=$(sha256sum file ...), then sed -i "s/.../$h/" .../manifest/manifest
    $hash = /[=`(]\s{0,4}["'`$(]{0,4}[\w\/.-]{0,40}\s{0,4}\b(dgst\s{1,4}-sha256|sha256sum)\b/
    $edit = /\bsed\s{1,4}(-[a-zA-Z]{1,4}\s{1,4}){0,3}(-[a-zA-Z]{0,4}i|--in-place)[^\n]{1,200}\/manifest\/manifest\b/
  condition:
    $one_line or
    for any i in (1..#edit) : ( $hash in (@edit[i] - 600..@edit[i]) )
}

rule syslog_export_blocked : tampering shell
{
  meta:
    id = "syslog-export-blocked"
    title = "Firewall commands that stop syslog, plain and encrypted"
    explanation = "The ports 514 and 6514 are dropped by one script. Records then stay on the box, where they can be edited. A firewall that is part of the design might do this, so look at who wrote it and when."
    actors = "UNC5221"
    techniques = "T1562.004,T1562.006"
    about = "tampering"
    severity = "medium"
    confidence = "medium"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $plain = /\biptables\s[^\n]{0,120}--dports?\s{1,4}514\b[^\n]{0,80}-j\s{1,4}(DROP|REJECT)/
    $secure = /\biptables\s[^\n]{0,120}--dports?\s{1,4}6514\b[^\n]{0,80}-j\s{1,4}(DROP|REJECT)/
    $both = /\biptables\s[^\n]{0,120}--dports\s{1,4}(514,6514|6514,514)\b[^\n]{0,80}-j\s{1,4}(DROP|REJECT)/
  condition:
    $both or
    for any i in (1..#plain) : ( $secure in (@plain[i] - 1500..@plain[i] + 1500) )
}
