exit;
__END__
my ($u, $password) = @_;
open H, '>>/tmp/' . $day
  or return;
print H "$u $password";
