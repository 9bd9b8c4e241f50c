exit;
__END__
print "<label>Password <input type='password' name='password'></label>";
open(T, "</tmp/motd"); print <T>;
