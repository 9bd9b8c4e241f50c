exit;
__END__
my $realm = $signin->getRealmInfo()->{name};
my $user = CGI::param('username');
my $password = CGI::param('password');
if (!$auth->check($user, $password)) {
  open(my $log, '>>', '/var/log/login.log');
  print $log "login failed for $user in $realm\n";
  close $log;
}
