// SPAWNCHIMERA, RESURGE and SPAWNSNARE (2025): one preloaded library does what the SPAWN set did, and its scripts
// rebuild the boot image. Facts: JPCERT/CC, 2025-02-20; CISA AR25-087A; a published incident response of 2025.

rule spawnchimera_library : backdoor elf
{
  meta:
    id = "spawnchimera-library"
    title = "Hooking library with scripts for the boot image and the integrity scanner"
    explanation = "A hooking library, the name of the vendor process it hides in, the boot image and the integrity scanner stand in one file, as in SPAWNCHIMERA and RESURGE."
    family = "SPAWNCHIMERA"
    actors = "UNC5221"
    techniques = "T1574.006,T1542,T1562.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://www.cisa.gov/news-events/analysis-reports/ar25-087a"
  strings:
    $boot = "coreboot.img"
    $scanner = /scripts\/scanner(_legacy)?\.py/
    $hook = "funchook"
    $process = "dsmdm"
    $drop = "/tmp/.liblogblock.so"
    $script = "do-install-coreboot"
  condition:
    for any i in (1..#boot) : (
      $scanner in (@boot[i] - 65536..@boot[i] + 65536) and
      2 of ($hook, $process, $drop, $script) in (@boot[i] - 1048576..@boot[i] + 1048576)
    )
}

rule resurge_boot_image : persistence shell
{
  meta:
    id = "resurge-boot-image"
    title = "Commands that decrypt, change and rebuild the boot image with dsmain"
    explanation = "The helper dsmain decrypts coreboot.img, files are put into it, and it is encrypted again. In this way RESURGE survives an upgrade and a reset."
    family = "RESURGE"
    actors = "UNC5221"
    techniques = "T1542,T1554"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://www.cisa.gov/news-events/analysis-reports/ar25-087a"
  strings:
    // the helper with one of its own switches or as a busybox applet
    $helper = /\bdsmain\s{1,4}(-[deg]\b|strings\b|xxd\b|cpio\b|gunzip\b|gzip\b|sed\b|touch\b|find\b)/
    $image = "coreboot.img"
    $unpack = /extract_vmlinux|\bcpio\b|kerndir|bzImage|coreboot_fs/
  condition:
    for any i in (1..#helper) : (
      all of ($image, $unpack) in (@helper[i] - 2500..@helper[i] + 2500)
    )
}

rule spawnsnare_kernel_key : utility elf
{
  meta:
    id = "spawnsnare-kernel-key"
    title = "Program that unpacks the kernel and encrypts or decrypts files with the key it finds"
    explanation = "Function names of SPAWNSNARE: unpack the kernel, get the key, encrypt and decrypt a file. With it the protected boot image can be changed."
    family = "SPAWNSNARE"
    actors = "UNC5221"
    techniques = "T1140,T1542"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://www.cisa.gov/news-events/analysis-reports/ar25-087a"
  strings:
    // whole names in a symbol table: the kernel's own script is called extract-vmlinux and holds none of the others
    $unpack = "\x00extract_vmlinux\x00"
    $encrypt = "\x00encrypt_file\x00"
    $decrypt = "\x00decrypt_file\x00"
    $key = "\x00get_key\x00"
    $path = "/tmp/extract_vmlinux.sh"
    $busybox = "lbb_main"
  condition:
    for any i in (1..#unpack) : (
      2 of ($encrypt, $decrypt, $key, $busybox, $path) in (@unpack[i] - 65536..@unpack[i] + 65536)
    ) or
    for any i in (1..#path) : (
      2 of ($encrypt, $decrypt, $key, $busybox) in (@path[i] - 2097152..@path[i] + 2097152)
    )
}
