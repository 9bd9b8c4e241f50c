// Changed copies of the vendor's upgrade module DSUpgrade.pm and of installer scripts that put a web shell back into the
// new system tree. Facts: hashes published in April and July 2021; the new tree is mounted at /tmp/data/root (2025).
// Reference for the tree: public report on CVE-2025-0282. A file's name is not part of any rule here.

rule upgrade_tree_web_edit : persistence
{
  meta:
    id = "upgrade-tree-web-edit"
    title = "Upgrade code edits or adds web scripts in the new system tree"
    explanation = "A command or script writes below the web root of the system tree that an upgrade is about to start. Whoever does this survives the upgrade; the vendor's upgrade unpacks a package and does not touch single web files."
    family = "PERSISTENCE_PATCHERS"
    actors = "UNC2630"
    techniques = "T1554,T1505.003"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // sed in place, copy, move, redirect or Perl open into the new tree's web root.
    $sed = /\bsed\s{1,4}(-\S{1,12}\s{1,4}){0,3}(-[a-zA-Z]{0,4}i|--in-place)[^\n\x00]{1,1500}\/tmp\/data\/root\/home\/(webserver|perl|bin|lib)\//
    $copy = /\b(cp|mv|install|cat|echo|printf|tee|touch|base64|gzip|tar)\s{1,4}[^;\n\x00]{0,300}\/tmp\/data\/root\/home\/webserver\//
    $open = /open\s{0,4}\(?[^;\n]{0,60}>[^;\n]{0,20}\/tmp\/data\/root\/home\/(webserver|perl)\//
    // The tree kept in a variable.
    $by_variable = /["']?\/tmp\/data\/root["']?\s{0,4};[^\x00]{0,400}[^\w](sed\s{1,4}[^\n\x00]{0,20}-[a-zA-Z]{0,4}i[^\n\x00]{1,600}|(cp|mv|touch)\s{1,4}[^;\n\x00]{1,200}|open\s{0,4}\(?[^;\n]{1,40}>[^;\n]{0,10})\$\{?\w{1,30}\}?\/home\/webserver\//
  condition:
    any of them
}

rule upgrade_module_web_shell : persistence perl
{
  meta:
    id = "upgrade-module-web-shell"
    title = "Upgrade module carries the text of a web shell"
    explanation = "Code of an upgrade module (it starts the package installer) also carries a request parameter or header read and a command: text that belongs in a web shell and not in an upgrade."
    family = "PERSISTENCE_PATCHERS"
    techniques = "T1554,T1505.003"
    about = "compromise"
    severity = "critical"
    confidence = "medium"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Places that only upgrade code names.
    $installer = /(\/pkg\/dspkginstall|\/pkg\/do-install|new-pack\.tgz|package\s{1,4}DSUpgrade\s{0,4};)/
    // Shell text: parameter or header read, then a command with a variable; quotes may be escaped.
    $shell = /(CGI::((multi|url)_)?param\s{0,4}\\{0,3}\(|->\s{0,4}((multi|url)_)?param\s{0,4}\\{0,3}\(|HTTP_X_[A-Z]{2,20})[^\x00]{0,600}[^\w>:.](system|exec|popen|eval|qx)\s{0,4}[({\\"']{0,4}\s{0,4}(\\?[*]\w{1,20}\s{0,3},\s{0,3}|qq\W)?[\\"']{0,3}\$\w/
  condition:
    for any i in (1..#shell) : ($installer in (@shell[i] - 16384 .. @shell[i] + 16384))
}
